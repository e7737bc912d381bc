/**
 * What a reader has chosen and changed; the changes stand in the page's address.
 */

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./model.js").Place} Place
 * @typedef {import("./model.js").Value} Value
 * @typedef {{epoch: number, example: number, chosen: Place|null, backward: boolean}} Chosen
 */

// Milliseconds without a change after which the address tells what a reader looks at.
const REST = 400;
// In the address, besides cells: the number that is explained, and what is shown.
const AT = "at";
const BACKWARD = "backward";

/** What a reader has chosen; whoever shows it is told when it is another. */
export class State {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #rest;

  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.epoch = 0;
    this.example = 0;
    /** @type {Place|null} The number that is explained. */
    this.chosen = null;
    /** Whether errors and gradients are shown, or activations and weights. */
    this.backward = false;
    /** How often an input was changed: what is drawn of all epochs is drawn anew. */
    this.changes = 0;
    /** Whether NumPy was asked: until then all inputs are those of the workbook. */
    this.proved = false;
    /** @type {Map<string, Value>} By address, what stood in each input that was changed. */
    this.before = new Map();
    /** @type {(() => void)[]} */
    this.listeners = [];
    // The workbook's own knobs, which all its sheets follow; a lesson has none.
    this.knobs = { epoch: this.#knob("picture.epoch"), example: this.#knob("picture.k") };
    this.#follow();
  }

  /** The addresses of inputs that are not as in the workbook; what is looked at changes none. */
  get changed() {
    const knobs = Object.values(this.knobs).map((place) => place && this.model.address(place));
    return [...this.before.keys()].filter((address) => !knobs.includes(address));
  }

  /** @param {() => void} listener */
  tell(listener) {
    this.listeners.push(listener);
  }

  /** @param {Partial<Chosen>} chosen */
  set(chosen) {
    Object.assign(this, chosen);
    const { epoch, example } = this.knobs;
    if (epoch && chosen.epoch !== undefined) this.#turn(epoch, this.#called(chosen.epoch));
    if (example && chosen.example !== undefined) this.#turn(example, chosen.example + 1);
    if (Object.keys(chosen).length) this.#tellLater();
    for (const listener of this.listeners) listener();
  }

  /** Change an input, to what was typed. @param {Place} place @param {string} typed */
  change(place, typed) {
    if (this.#put(place, typed)) this.#written();
    this.set({});
  }

  /** Let all inputs be those of the workbook. */
  reset() {
    for (const [address, value] of this.before) {
      const place = this.model.at(address);
      if (place) this.model.put(place, value);
    }
    this.before.clear();
    this.changes++;
    Object.assign(this, { chosen: null, backward: false });
    this.#follow();
    this.#written();
    this.set({});
  }

  /** Take the changes that stand in the address of the page. @param {string} fragment */
  read(fragment) {
    const told = new URLSearchParams(fragment.replace(/^#/, ""));
    for (const [address, typed] of told) {
      const place = this.model.at(address);
      if (place && this.model.isInput(place)) this.#put(place, typed);
    }
    this.#follow();
    this.chosen = this.model.at(told.get(AT) ?? "");
    this.backward = told.has(BACKWARD);
  }

  /** @param {string} key */
  #knob(key) {
    return this.model.places(key, { epoch: 0, example: 0 })[0] ?? null;
  }

  /** What an epoch is called: how many updates its parameters had. @param {number} epoch */
  #called(epoch) {
    return this.model.data.updates?.[epoch] ?? epoch;
  }

  /** Show what the workbook's knobs say. */
  #follow() {
    const { model, knobs } = this;
    const [epoch, example] = [knobs.epoch, knobs.example].map((place) => Number(place && model.value(place)));
    const updates = model.data.updates ?? [];
    const band = updates.findLastIndex((one) => one <= epoch);
    if (knobs.epoch) this.epoch = Math.max(0, band);
    if (knobs.example && example >= 1)
      this.example = Math.min(model.data.network?.examples ?? 1, Math.floor(example)) - 1;
  }

  /** Put a number into a knob. @param {Place} knob @param {number} value */
  #turn(knob, value) {
    this.#keep(knob, value, () => this.model.turn(knob, value));
  }

  #tellLater() {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#written(), REST);
  }

  /** Put what was typed into an input: where a number stands, a number. @param {Place} place @param {string} typed */
  #put(place, typed) {
    const old = this.model.value(place);
    const empty = typed.trim() === "";
    const number = empty ? Number.NaN : Number(typed);
    // What was missing in the workbook may be missing again.
    const missing = empty && this.before.get(this.model.address(place)) === null;
    if (!Number.isFinite(number) && typeof old === "number" && !missing) return false;
    const value = missing ? null : Number.isFinite(number) && typeof old !== "string" ? number : typed;
    this.#keep(place, value, () => this.model.put(place, value));
    this.changes++;
    return true;
  }

  /** Remember what stood in a cell, and let another value stand there. @param {Place} place @param {Value} value @param {() => void} put */
  #keep(place, value, put) {
    const address = this.model.address(place);
    if (!this.before.has(address)) this.before.set(address, this.model.value(place));
    put();
    if (this.before.get(address) === value) this.before.delete(address);
  }

  #written() {
    clearTimeout(this.#rest);
    const found = new URLSearchParams();
    for (const address of this.before.keys()) {
      const place = this.model.at(address);
      if (place) found.set(address, String(this.model.value(place)));
    }
    if (this.chosen) found.set(AT, this.model.address(this.chosen));
    if (this.backward) found.set(BACKWARD, "");
    const text = found.toString();
    history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
  }
}
