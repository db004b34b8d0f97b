import type { Locale } from "./types.js";

/** What the live region can say, each as [kk, ru, en]. */
const TEXTS = {
  opening: ["Төлем терезесі ашылуда…", "Открываем окно оплаты…", "Opening the payment window…"],
  waiting: ["Төлемді ашылған терезеде растаңыз.", "Подтвердите оплату в открывшемся окне.", "Confirm the payment in the window that opened."],
  checking: ["Төлем тексерілуде…", "Проверяем оплату…", "Checking the payment…"],
  processing: ["Төлем өңделуде…", "Платёж обрабатывается…", "Processing the payment…"],
  closed: ["Төлем терезесі жабылды. Төлем әзірге түскен жоқ.", "Окно оплаты закрыто. Оплата пока не поступила.", "The payment window is closed. No payment has arrived yet."],
  blocked: ["Төлем терезесі ашылмады.", "Окно оплаты не открылось.", "The payment window did not open."],
  link: ["Төлем бетіне өту", "Перейти на страницу оплаты", "Go to the payment page"],
  settled: ["Төленді", "Оплачено", "Paid"],
  failed: ["Төлем өтпеді. Қайталап көріңіз.", "Платёж не прошёл. Попробуйте ещё раз.", "The payment failed. Please try again."],
  refunded: ["Төлем қайтарылды.", "Платёж возвращён.", "The payment was refunded."],
  expired: ["Тапсырыстың мерзімі өтті. Қайта бастаңыз.", "Срок заказа истёк. Начните заново.", "The order has expired. Please start again."],
  unavailable: ["Төлемді бастау мүмкін болмады. Кейінірек қайталап көріңіз.", "Не удалось начать оплату. Попробуйте позже.", "The payment could not be started. Please try again later."],
} as const;

export type TextKey = keyof typeof TEXTS;

const COLUMN: Record<Locale, 0 | 1 | 2> = { kk: 0, ru: 1, en: 2 };

export const textOf = (key: TextKey, locale: Locale): string => TEXTS[key][COLUMN[locale]];
