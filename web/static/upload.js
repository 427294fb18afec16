// Progress of an upload. Without this script the same form works, only silently.
"use strict";
for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const box = form.querySelector(".sending");
    const bar = box.querySelector("progress");
    const said = box.querySelector("p");
    const button = form.querySelector("button");
    const request = new XMLHttpRequest();
    box.hidden = false;
    button.disabled = true;
    request.upload.addEventListener("progress", (step) => {
      if (!step.lengthComputable) return;
      bar.value = Math.floor((100 * step.loaded) / step.total);
      said.textContent = form.dataset.sending + " : " + bar.value + " %";
    });
    request.addEventListener("error", () => {
      said.textContent = form.dataset.failed;
      button.disabled = false;
    });
    request.addEventListener("load", () => {
      if (request.status < 400) {
        location.assign(request.responseURL);
        return;
      }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      document.querySelector("main").replaceWith(page.querySelector("main"));
      const errors = document.querySelector("#errors");
      if (errors) errors.focus();
    });
    request.open("POST", form.action);
    request.send(new FormData(form));
  });
}
