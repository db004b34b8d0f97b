/** The walk through the till's pages: its staff's, its customers', and what a large payment's payer is asked. */
import { click, open, see, type } from "./lib/verbs.mjs";

const STAFF = { owner: "demo-owner-2026", cashier: "demo-cashier-2026" };
const signIn = (login) => [type("#login", login), type("#password", STAFF[login]), click("#sign-in")];
/** From the counter's page into the wallet and through its payment, in the same window. */
const payAtCounter = (password) => [
  ...[click("#customer-page"), see("#pay"), click("#pay"), see("[data-testid=pay-submit]:enabled")],
  ...[type("#pay-password", password), click("#pay-submit"), see("#receipt")],
];
const leave = [open("merchant", "/staff/settings"), click("#sign-out"), see("#sign-in")];

/** The visitor pays with a wallet of `words` under `password`; `restore` and `takeMoney` are steps that give it money. */
export const tillWalk = ({ restore, takeMoney, words, password }) => ({
  name: "till",
  states: [
    { name: "till-sign-in", reach: [open("merchant", "/staff"), see("#sign-in")] },
    { name: "till-keypad", reach: [...signIn("cashier"), see("#charge")] },
    { name: "till-sale", varies: true, reach: [type("#amount", "2250"), click("#charge"), see("#sale-total")], hide: [".qr"] },
    { name: "till-cashier-orders", varies: true, reach: [open("merchant", "/staff/orders"), see("#orders")] },
    { name: "till-links-empty", reach: [open("merchant", "/staff/links"), see("#make-link")] },
    { name: "till-link", reach: [type("#link-title", "Таңғы ас"), type("#name-0", "Латте"), type("#price-0", "950"), click("#make-link"), see("#link-address")], hide: [".qr", "#address"] },
    { name: "till-customer", reach: [click("[href^='/l/']"), see("#order"), click("#order"), see("#pay")] },
    { name: "till-forbidden", reach: [open("merchant", "/staff/keys"), see("#error")] },
    { name: "till-orders", varies: true, reach: [...leave, ...signIn("owner"), see("#orders")] },
    { name: "till-order", varies: true, reach: [click("#order"), see("#state")] },
    { name: "till-statement-empty", reach: [open("merchant", "/staff/statement"), see("#statement-csv")] },
    { name: "till-payouts", reach: [open("merchant", "/staff/payouts"), see("#owed")] },
    { name: "till-keys", reach: [open("merchant", "/staff/keys"), see("#make-key")] },
    { name: "till-webhooks", reach: [open("merchant", "/staff/webhooks"), see("#add-webhook")] },
    { name: "till-people", reach: [open("merchant", "/staff/people"), see("#add-person")] },
    { name: "till-settings", reach: [open("merchant", "/staff/settings"), see("#sign-out")] },
    { name: "till-terms", reach: [open("merchant", "/terms"), see("#terms-version")] },
    {
      name: "till-paid-order",
      varies: true,
      reach: [
        ...[...restore(words), ...takeMoney],
        ...[open("merchant", "/staff/pos"), type("#amount", "2250"), click("#charge"), see("#sale-total"), ...payAtCounter(password)],
        ...[open("merchant", "/staff/orders"), click("#order"), see("#refund")],
      ],
    },
    { name: "till-receipt", varies: true, reach: [click("#receipt"), see("#receipt-page")], hide: [".qr"] },
    { name: "till-receipt-english", varies: true, reach: [click("#receipt-language"), see("#receipt-page")], hide: [".qr"] },
    {
      name: "till-refunded",
      varies: true,
      reach: [
        ...[open("merchant", "/staff/orders"), click("#order"), type("#refund-amount", "950")],
        ...[type("#refund-reason", "Бір латте төгіліп қалды"), click("#refund"), see("#refunds")],
      ],
    },
    { name: "till-statement", reach: [open("merchant", "/staff/statement"), see("#totals")] },
    { name: "till-payouts-days", reach: [open("merchant", "/staff/payouts"), see(".books")] },
    {
      name: "pay-large",
      reach: [
        ...[open("merchant", "/staff/pos"), type("#amount", "100000"), click("#charge"), see("#sale-total")],
        ...[click("#customer-page"), see("#no-by-hand"), click("#pay"), see("#payer-data")],
      ],
    },
  ],
});
