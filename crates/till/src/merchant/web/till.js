// Three comforts, none of them needed: a page that follows its order, a keypad, buttons that copy and print.
const show = (element) => element.removeAttribute("hidden");

// The order changed: the part of the page that shows it is fetched again.
const follow = (live) => {
  let state = live.dataset.state;
  const events = new EventSource(live.dataset.events);
  events.addEventListener("status", async ({ data }) => {
    const now = JSON.parse(data);
    if (now.state === state) return;
    state = now.state;
    // What somebody is typing into is left alone.
    if (live.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) return;
    const answer = await fetch(location.href).catch(() => undefined);
    if (!answer?.ok) return location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("live");
    if (!fresh) return location.reload();
    live.replaceChildren(...fresh.childNodes);
    live.dataset.state = state;
    comfort(live);
  });
};

const type = (field, key) => {
  const before = field.value;
  if (key === "⌫") field.value = before.slice(0, -1);
  else if (before.replace(/\D/g, "").length + key.length <= 10) field.value = before === "0" ? key : before + key;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

const comfort = (root) => {
  for (const button of root.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    show(button);
    button.onclick = async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.copied;
    };
  }
  for (const button of root.querySelectorAll("[data-print]")) {
    show(button);
    button.onclick = () => print();
  }
  for (const field of root.querySelectorAll("[data-keypad-for]")) {
    const keypad = document.getElementById(field.dataset.keypadFor);
    // A thumb uses the keys on the page; the system's keyboard would lie over them.
    if (matchMedia("(pointer: coarse)").matches) field.inputMode = "none";
    keypad.onclick = ({ target }) => target.dataset.key && type(field, target.dataset.key);
  }
};

comfort(document);
const live = document.getElementById("live");
if (live) follow(live);
