/** Some rows in the order of their numbers; rows without one (NaN) come last, equal ones in the order of their coming. */
export class SortedRows {
  #rows = new Int32Array(64);
  #orders = new Float64Array(64);
  #length = 0;
  #isAscending = true;

  get length(): number {
    return this.#length;
  }

  clear(): void {
    this.#length = 0;
    this.#isAscending = true;
  }

  add(row: number, order: number): void {
    if (this.#length === this.#rows.length) this.#grow();
    const number = Number.isNaN(order) ? Number.POSITIVE_INFINITY : order;
    this.#isAscending &&= this.#length === 0 || (this.#orders[this.#length - 1] ?? 0) <= number;
    this.#orders[this.#length] = number;
    this.#rows[this.#length++] = row;
  }

  /** The rows in order, until the next `clear`. */
  sorted(): Int32Array {
    const rows = this.#rows.subarray(0, this.#length);
    if (this.#isAscending) return rows;
    const places = Array.from(rows, (_, place) => place);
    places.sort((a, b) => this.#difference(a, b));
    return Int32Array.from(places, (place) => rows[place] ?? -1);
  }

  /** Not by subtraction: two that come last are equal. */
  #difference(a: number, b: number): number {
    const [first, second] = [this.#orders[a] ?? 0, this.#orders[b] ?? 0];
    return first < second ? -1 : first > second ? 1 : a - b;
  }

  #grow(): void {
    const [rows, orders] = [new Int32Array(2 * this.#rows.length), new Float64Array(2 * this.#rows.length)];
    rows.set(this.#rows);
    orders.set(this.#orders);
    [this.#rows, this.#orders] = [rows, orders];
  }
}
