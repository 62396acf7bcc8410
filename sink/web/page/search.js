// search.js -- the words and filters of a view: as one types and chooses
// them, as chips, and in the links for readers and programs.

import { ask, Refused } from "./live.js";
import { clean, h, speakerName, words } from "./text.js";

/** The filters of an address, and how people call them. */
export const FILTERS = { q: "Words", speaker: "Speaker", outlet: "Outlet",
	kind: "Form", status: "Status", min_origins: "Independent origins",
	unit: "Unit", value_min: "Value from", value_max: "Value to",
	changed_by_min: "Changed by at least" };

const PAUSE = 180; // ms without a key, then the words are looked for

const $ = (id) => document.getElementById(id);

export const queryOf = (filters) => new URLSearchParams(filters).toString();

/** Words as they are typed: the last one may be a beginning. */
function typedWords(text) {
	const t = text.trim();

	if (!/[\p{L}\p{N}]/u.test(t))
		return "";
	if ((t.split('"').length - 1) % 2 === 1)
		return t + '"';
	return /[\p{L}\p{N}]$/u.test(t) ? t + "*" : t;
}

const untyped = (q) => q.replace(/\*$/, "");

/**
 * on: { names: speakers' names by id, know(SPEAKER), view(): the filters in
 * force, set(filters, typing): go there; typing: it is one search still }
 */
export class Search {
	#on;
	#timer = 0;

	constructor(on) {
		this.#on = on;
		const typed = () => {
			clearTimeout(this.#timer);
			this.#timer = 0;
			this.#set("q", typedWords($("q").value));
		};

		$("q").addEventListener("input", () => {
			clearTimeout(this.#timer);
			this.#timer = setTimeout(typed, PAUSE);
		});
		$("search").addEventListener("submit", (e) => {
			e.preventDefault();
			typed();
		});
		$("filters").addEventListener("submit",
		    (e) => e.preventDefault());
		$("filters").addEventListener("change", (e) => this.#chosen(e));
		$("filters-button").addEventListener("click", () => {
			const open = $("filters").hidden;

			$("filters").hidden = !open;
			$("filters-button").setAttribute("aria-expanded",
			    String(open));
			if (open)
				this.#suggest();
		});
		document.addEventListener("click", (e) => {
			if (!$("follow").contains(e.target))
				$("follow").open = false;
		});
	}

	#chosen({ target }) {
		const v = target.value.trim();
		const wrong = target.inputMode === "decimal" && v !== "" &&
		    !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(v);

		target.setCustomValidity(wrong ? "A number, like 12 or 2.5" : "");
		if (wrong)
			target.reportValidity();
		else
			this.#set(target.name, v);
	}

	#set(name, value) {
		const now = this.#on.view();
		const { [name]: was = "", ...next } = now;

		if (was === value)
			return;
		if (value !== "")
			next[name] = value;
		this.#on.set(next, name === "q" && was !== "");
	}

	/** Names to choose from. */
	async #suggest() {
		const offer = (id, list) => $(id).replaceChildren(...list
		    .filter(Boolean).slice(0, 500)
		    .map((n) => h("option", { value: clean(n) })));

		try {
			const [s, o] = await Promise.all([
				ask("/speakers?limit=300"), ask("/outlets")]);

			s.speakers.forEach(this.#on.know);
			offer("speakers", s.speakers.map((x) => x.name));
			offer("outlets", o.outlets.map((x) => x.name));
		} catch (e) {
			if (!(e instanceof Refused))
				throw e;
		}
	}

	#named(name, value) {
		if (name === "q")
			return untyped(value);
		return name === "speaker" && this.#on.names.has(value) ?
		    speakerName(this.#on.names.get(value)) : value;
	}

	/** Show these filters: in the form, as chips, in the links. */
	show(filters) {
		if (this.#timer === 0 && typedWords($("q").value) !== (filters.q ?? ""))
			$("q").value = untyped(filters.q ?? "");
		for (const e of $("filters").elements)
			e.value = this.#named(e.name, filters[e.name] ?? "");
		$("chips").hidden = Object.keys(filters).length === 0;
		$("chips").replaceChildren(
		    ...Object.entries(filters).map(([n, v]) => this.#chip(n, v)),
		    h("a", { href: "/", "data-go": true, "data-key": "clear-all" },
		        "Clear all"));
		this.#links(queryOf(filters));
	}

	#chip(name, value) {
		const text = clean(this.#named(name, value));

		return h("button", { type: "button", class: "chip",
			"data-key": "chip-" + name, click: () => this.#drop(name),
			"aria-label": `${FILTERS[name]} ${text}: ` +
			    "take this filter away" },
		FILTERS[name] + " ", h("b", null, words(text)),
		h("span", { "aria-hidden": "true" }, " ×"));
	}

	#drop(name) {
		if (name === "q")
			$("q").value = "";
		this.#set(name, "");
		($("chips").querySelector("button") ?? $("q")).focus();
	}

	/** The same claims for readers and programs. */
	#links(query) {
		const whole = (path) => path + (query === "" ? "" :
		    (path.includes("?") ? "&" : "?") + query);

		for (const a of document.querySelectorAll("[data-feed]"))
			a.href = whole(a.dataset.feed);
		for (const l of document.querySelectorAll("link[rel=alternate]"))
			l.href = whole(new URL(l.href).pathname);
		$("curl").textContent = `curl -N '${location.origin}` +
		    whole("/changes?feed=sse&since=now") + "'";
	}
}
