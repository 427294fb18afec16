// Follows a file while the service works on it. Without this script, reloading the page says the same.
"use strict";
const PAUSE = 3000;
const look = async () => {
  const live = document.querySelector("#live");
  if (!live || !live.dataset.follow) return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#live");
    if (fresh && fresh.dataset.state !== live.dataset.state) {
      document.querySelector("main").replaceWith(page.querySelector("main"));
    }
  } catch {
    // The network went; the next look may pass.
  }
  setTimeout(look, PAUSE);
};
setTimeout(look, PAUSE);
