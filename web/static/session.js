// Says that a session is about to end, in time, and makes it longer without leaving the page. Without this script the
// notice is shown in the last hour, and its button opens a page of its own.
"use strict";
const NOTICE = 10 * 60; // seconds before the end
const box = document.querySelector("#session");
const form = box && box.querySelector("form");
let timers = [];

const watch = (left) => {
  timers.forEach(clearTimeout);
  const at = (seconds, act) => setTimeout(act, Math.max(seconds, 0) * 1000);
  timers = [
    at(left - NOTICE, () => {
      box.hidden = false;
      box.querySelector("[role=alert]").textContent = box.dataset.soon;
    }),
    at(left, () => {
      box.querySelector("[role=alert]").textContent = box.dataset.over;
      form.hidden = true;
    }),
  ];
};

if (box) {
  watch(Number(box.dataset.left));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = answer.ok && page.querySelector("#session");
      if (!fresh) throw new Error("refused");
      watch(Number(fresh.dataset.left));
      box.querySelector("[role=alert]").textContent = "";
      box.querySelector("[role=status]").textContent = page.querySelector("h1").textContent;
    } catch {
      box.querySelector("[role=alert]").textContent = box.dataset.failed;
    }
  });
}
