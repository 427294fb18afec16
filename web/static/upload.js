// Sends a file in several goes, says how far it is, and goes on after a cut. Without this script the same form works,
// in one go and silently.
"use strict";
const PAUSES = [1, 2, 4, 8, 15]; // seconds between tries, before asking the person
const LEAST = 256 * 1024; // bytes in one go on a bad line

class Refused extends Error {}

const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

// Sends one request; resolves with the answer's document, rejects with Refused when trying again is of no use.
const send = (method, address, token, body, headers, onProgress) =>
  new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.setRequestHeader("X-CSRF-Token", token);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (onProgress) request.upload.addEventListener("progress", (step) => onProgress(step.loaded));
    request.addEventListener("error", () => fail(new Error("cut")));
    request.addEventListener("load", () => {
      if (request.status < 300) return done(JSON.parse(request.responseText));
      const moved = ["offset-differs", "upload-busy"].includes(request.getResponseHeader("Sceau-Problem"));
      if (moved || request.status >= 500) return fail(new Error("again"));
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const said = ["main h1", "main .lead"].map((name) => page.querySelector(name)?.textContent ?? "");
      return fail(new Refused(said.join(". ")));
    });
    request.send(body);
  });

const announce = (form, file) => {
  const told = new FormData(form);
  told.delete("file");
  told.set("filename", file.name);
  told.set("size", file.size);
  told.set("mark", String(file.lastModified));
  if (!told.has("kind")) told.set("kind", form.dataset.kind);
  return told;
};

// Sends what is missing of `file`; after a cut asks where to go on, with smaller bites.
const carry = async (form, file, token, say) => {
  const start = () => send("POST", form.dataset.upload, token, announce(form, file), {});
  let tries = 0;
  let upload = null;
  let bite = null;
  while (upload === null || (upload.artifact ?? upload.copy) === null) {
    try {
      upload = upload ?? (await start());
      bite = bite ?? upload.step;
      const from = upload.offset;
      say(from);
      const bytes = file.slice(from, from + bite);
      const place = { "Upload-Offset": from, "Content-Type": "application/octet-stream" };
      upload = await send("PATCH", `${form.dataset.upload}/${upload.id}`, token, bytes, place, (sent) => say(from + sent));
      bite = Math.min(bite * 2, upload.step);
      tries = 0;
    } catch (error) {
      if (error instanceof Refused || tries >= PAUSES.length) throw error;
      await wait(PAUSES[tries]);
      tries += 1;
      upload = null;
      bite = bite === null ? null : Math.max(bite / 4, LEAST);
    }
  }
};

for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const file = form.querySelector("input[type=file]").files[0];
    const box = form.querySelector(".sending");
    const bar = box.querySelector("progress");
    const said = box.querySelector("p");
    const button = form.querySelector("button");
    const token = form.querySelector("[name=csrf_token]").value;
    const say = (bytes) => {
      bar.value = file.size ? Math.floor((100 * bytes) / file.size) : 0;
      said.textContent = `${form.dataset.sending} ${bar.value} %`;
    };
    box.hidden = false;
    button.disabled = true;
    try {
      await carry(form, file, token, say);
      location.assign(form.dataset.done);
    } catch (error) {
      said.textContent = error instanceof Refused ? error.message : form.dataset.cut;
      button.disabled = false;
      if (!(error instanceof Refused)) button.textContent = form.dataset.again;
    }
  });
}
