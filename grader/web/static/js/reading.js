/* Shows below the fields of an exercise how what stands in them is read, while one types. The button "Check how it is
   read" does the same without this file, and comes back where the service does not answer. */

const PAUSE_MS = 300;

const form = document.querySelector("form[data-reading]");
const button = form.querySelector("[data-check]");
let pause;
let asking = new AbortController();
let read = new Map(); // what stood in each field when the readings that are shown were asked for

const fields = () => [...form.querySelectorAll("input:not([type]), textarea")];
const texts = () => new Map(fields().map((field) => [field.name, field.value]));

/* Ask the service; an answer that is overtaken by another question is never shown. */
async function ask() {
  clearTimeout(pause);
  asking.abort();
  const mine = (asking = new AbortController());
  const asked = texts();
  try {
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(form.dataset.reading, { method: "POST", body, signal: mine.signal });
    if (!response.ok) throw new Error(`the service answers ${response.status}`);
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    if (mine.signal.aborted) return;
    read = asked;
    show(answer);
    button.hidden = true;
  } catch {
    if (mine.signal.aborted) return;
    document.querySelectorAll(".reading").forEach((place) => place.replaceChildren());
    button.hidden = false;
  }
}

/* Put every reading into its place. One that is the same stays as it is: it is not to be read out once more. */
function show(answer) {
  for (const fresh of answer.querySelectorAll(".reading")) {
    const shown = document.getElementById(fresh.id);
    if (shown && shown.innerHTML !== fresh.innerHTML) shown.replaceChildren(...fresh.childNodes);
  }
  const bad = new Set([...document.querySelectorAll(".read.bad")].map((line) => line.dataset.field));
  for (const field of fields()) {
    if (bad.has(field.name)) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

/* Write what was chosen of two readings into the field. Places are counted in characters, as the service counts. */
function choose(radio) {
  const { field: name, start, end } = radio.closest("fieldset").dataset;
  const field = fields().find((each) => each.name === name);
  if (field.value !== read.get(name)) return; // typed on meanwhile: another reading is on its way
  const characters = [...field.value];
  characters.splice(start, end - start, radio.value);
  field.value = characters.join("");
  field.focus();
  ask();
}

form.addEventListener("input", (event) => {
  if (!fields().includes(event.target)) return;
  clearTimeout(pause);
  pause = setTimeout(ask, PAUSE_MS);
});
form.addEventListener("change", (event) => {
  if (event.target.matches(".meant input")) choose(event.target);
});
form.addEventListener("keydown", (event) => {
  // The Enter that ends a Hangul syllable is no submission.
  if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.preventDefault();
});

/* Fields are filled in already after an answer came back, or the Back button. */
window.addEventListener("pageshow", () => {
  if (fields().some((field) => field.value.trim())) ask();
});
button.hidden = true;
