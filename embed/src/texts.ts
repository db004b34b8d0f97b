import type { Locale } from "./types.js";

/** What the live region can say, each as [kk, ru, en]. */
const TEXTS = {
  waiting: ["Ашылған терезеде төлеңіз.", "Оплатите в открывшемся окне.", "Pay in the window that opened."],
  checking: ["Төлем тексерілуде…", "Проверяем оплату…", "Checking the payment…"],
  closed: ["Төлем әзірге түскен жоқ.", "Оплата пока не поступила.", "No payment has arrived yet."],
  blocked: ["Төлем бетіне өту", "Перейти на страницу оплаты", "Go to the payment page"],
  settled: ["Төленді", "Оплачено", "Paid"],
  failed: ["Төлем өтпеді.", "Платёж не прошёл.", "The payment did not go through."],
  refunded: ["Төлем қайтарылды.", "Платёж возвращён.", "The payment was refunded."],
  expired: ["Тапсырыстың мерзімі өтті. Қайта бастаңыз.", "Срок заказа истёк. Начните заново.", "The order has expired. Please start again."],
} as const;

export type TextKey = keyof typeof TEXTS;

const COLUMN: Record<Locale, 0 | 1 | 2> = { kk: 0, ru: 1, en: 2 };

export const textOf = (key: TextKey, locale: Locale): string => TEXTS[key][COLUMN[locale]];
