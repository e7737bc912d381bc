/**
 * What a reader has chosen and changed; the changes stand in the page's address.
 */

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./model.js").Place} Place
 * @typedef {import("./model.js").Value} Value
 */

/** What a reader has chosen; whoever shows it is told when it is another. */
export class State {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.epoch = 0;
    this.example = 0;
    /** @type {Place|null} The number that is explained. */
    this.chosen = null;
    /** Whether NumPy was asked: until then all inputs are those of the workbook. */
    this.proved = false;
    /** @type {Map<string, Value>} By address, what stood in each input that was changed. */
    this.before = new Map();
    /** @type {(() => void)[]} */
    this.listeners = [];
  }

  /** Whether the inputs are those of the workbook. */
  get asBuilt() {
    return this.before.size === 0;
  }

  /** @param {() => void} listener */
  tell(listener) {
    this.listeners.push(listener);
  }

  /** @param {Partial<{epoch: number, example: number, chosen: Place|null}>} chosen */
  set(chosen) {
    Object.assign(this, chosen);
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
    this.#written();
    this.set({});
  }

  /** Take the changes that stand in the address of the page. @param {string} fragment */
  read(fragment) {
    for (const [address, typed] of new URLSearchParams(fragment.replace(/^#/, ""))) {
      const place = this.model.at(address);
      if (place && this.model.isInput(place)) this.#put(place, typed);
    }
  }

  /** Put what was typed into an input: where a number stands, a number. @param {Place} place @param {string} typed */
  #put(place, typed) {
    const address = this.model.address(place);
    const old = this.model.value(place);
    const number = typed.trim() === "" ? Number.NaN : Number(typed);
    if (!Number.isFinite(number) && typeof old === "number") return false;
    const value = Number.isFinite(number) ? number : typed;
    if (!this.before.has(address)) this.before.set(address, old);
    this.model.put(place, value);
    if (this.before.get(address) === value) this.before.delete(address);
    return true;
  }

  #written() {
    const found = new URLSearchParams();
    for (const address of this.before.keys()) {
      const place = this.model.at(address);
      if (place) found.set(address, String(this.model.value(place)));
    }
    const text = found.toString();
    history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
  }
}
