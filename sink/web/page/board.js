// board.js -- what the page knows of the claims, and the lists it shows of
// them.  Everything is bounded: the page stays open for days.

import { chart, holders, plot } from "./chart.js";
import { badge, claimWords, clean, counts, figure, h, fill, places, speakerName,
	step, time, unnamed, words } from "./text.js";

const KEPT = 120;      // claims a list remembers
const LONG = 280;      // characters of a claim before it is folded
const READING = 20000; // ms that a still pointer or keyboard holds a list
const NEW = 5000;      // ms that what is new is marked

// ---- what is known ----

/** Which list has which claims; `all` holds what a filter let through. */
const fits = {
	all: () => true,
	several: (c) => c.outlets >= 2 && !fits.gone(c),
	disputed: (c) => c.status === "disputed",
	gone: (c) => c.status === "withdrawn" || c.status === "revised",
};

export class Claims {
	#claims = new Map(); // id: claim, and the number it is known from
	#lists = {};

	constructor() {
		this.clear();
	}

	clear() {
		this.#claims.clear();
		for (const name of Object.keys(fits))
			this.#lists[name] = [];
	}

	get size() {
		return this.#lists.all.length;
	}

	of(name) {
		return this.#lists[name].map((id) => this.#claims.get(id));
	}

	/** A list as the server has it at number seq, the last changed first. */
	load(name, claims, seq) {
		for (const c of claims)
			if (!(this.#claims.get(c.id)?.seq > seq))
				this.#claims.set(c.id, { ...c, seq,
					fresh: this.#claims.get(c.id)?.fresh });
		this.#lists[name] = claims.map((c) => c.id)
		    .filter((id) => fits[name](this.#claims.get(id)));
		this.#prune();
	}

	/** A change: false when it was known already. */
	take(change) {
		const c = change.claim;

		if (!c || this.#claims.get(c.id)?.seq >= change.seq)
			return false;
		this.#claims.set(c.id, { ...c, seq: change.seq,
			fresh: performance.now() });
		if (change.other && this.#claims.has(change.other.id) &&
		    this.#claims.get(change.other.id).seq < change.seq)
			this.#claims.set(change.other.id, { ...change.other,
				seq: change.seq });
		for (const [name, ids] of Object.entries(this.#lists)) {
			const rest = ids.filter((id) => id !== c.id &&
			    !c.redirects?.includes(id));

			this.#lists[name] = fits[name](c) ?
			    [c.id, ...rest].slice(0, KEPT) : rest;
		}
		if (this.#claims.size > 8 * KEPT)
			this.#prune();
		return true;
	}

	/** More of a list, at its end. */
	extend(name, claims, seq) {
		this.load(name, [...this.of(name), ...claims.filter((c) =>
		    !this.#lists[name].includes(c.id))], seq);
	}

	#prune() {
		const kept = new Set(Object.values(this.#lists).flat());

		for (const id of this.#claims.keys())
			if (!kept.has(id))
				this.#claims.delete(id);
	}

	/** Speakers, the one who spoke last first, each with what they said. */
	speakers(most, each) {
		const by = new Map();

		for (const c of this.of("all")) {
			if (c.status === "withdrawn" || c.status === "revised")
				continue;
			const id = c.speaker?.id ?? "";

			if (!by.has(id))
				by.set(id, { id, speaker: c.speaker, claims: [] });
			by.get(id).claims.push(c);
		}
		const own = by.get("");

		by.delete("");
		return [...by.values()].slice(0, most).concat(own ?? [])
		    .map((g) => ({ ...g, claims: g.claims.slice(0, each) }));
	}
}

// ---- a list on the page ----

/** Is this node new, or moved to the front?  Then it is marked for a while. */
function freshen(node, c) {
	if (!c.fresh || node.dataset.seq === String(c.seq) ||
	    performance.now() - c.fresh > NEW)
		return;
	node.dataset.seq = c.seq;
	node.classList.add("new");
	setTimeout(() => node.classList.remove("new"), NEW);
}

/**
 * A list that does not move under who reads it: while a pointer or the
 * keyboard is at work in it, or it is scrolled past its top, new items wait
 * behind a button.
 */
export class Section {
	#root;
	#list;
	#none;
	#more;
	#most;
	#how;
	#items = [];
	#shown = [];
	#touched = -Infinity;

	/** how: { key(item), make(item), update(node, item) } */
	constructor(id, most, how) {
		this.#root = document.getElementById(id);
		this.#list = this.#root.querySelector("ol");
		this.#none = this.#root.querySelector(".none");
		this.#more = this.#root.querySelector(".more");
		this.#most = most;
		this.#how = how;
		const touch = () => this.#touched = performance.now();

		this.#root.addEventListener("pointermove", (e) =>
		    e.pointerType === "mouse" && touch());
		this.#root.addEventListener("keyup", touch);
		this.#root.addEventListener("focusin", touch);
		this.#root.addEventListener("pointerleave",
		    () => this.#letGo(false));
		this.#more.addEventListener("click", () => {
			this.#letGo(true);
			this.#root.scrollIntoView({ block: "start" });
			this.#list.querySelector("a")?.focus({ preventScroll: true });
		});
	}

	#letGo(anew) {
		this.#touched = -Infinity;
		this.show(this.#items, anew);
	}

	get #held() {
		const box = this.#root.getBoundingClientRect();

		return performance.now() - this.#touched < READING &&
		    (this.#root.matches(":hover") ||
		    this.#root.contains(document.activeElement)) ||
		    box.top < -80 && box.bottom > 0;
	}

	/** Show these; anew: whatever the reader does. */
	show(items, anew = false) {
		this.#items = items;
		const wanted = items.slice(0, typeof this.#most === "function" ?
		    this.#most() : this.#most);
		const key = (i) => String(this.#how.key(i));
		const had = new Set(this.#shown);
		const waiting = wanted.filter((i) => !had.has(key(i))).length;

		if (!anew && this.#held && this.#shown.length > 0) {
			const by = new Map(items.map((i) => [key(i), i]));

			for (const node of this.#list.children)
				if (by.has(node.dataset.item))
					this.#how.update(node,
					    by.get(node.dataset.item));
			this.#more.hidden = waiting === 0;
			this.#more.textContent = `Show ${waiting} new`;
			return;
		}
		fill(this.#list, wanted, this.#how.key, this.#how.make,
		    this.#how.update);
		this.#shown = wanted.map(key);
		this.#more.hidden = true;
		if (this.#none)
			this.#none.hidden = wanted.length > 0;
		else
			this.#root.hidden = wanted.length === 0;
	}

	set hidden(v) {
		this.#root.hidden = v;
	}
}

// ---- items ----

/** Long words fold; a button unfolds them. */
function folded(text, c) {
	const n = c.text?.length ?? 0;

	if (n <= LONG || places(c.text, [LONG]).get(LONG) >= n)
		return null;
	text.classList.add("fold");
	return h("button", { type: "button", class: "quiet unfold",
		"aria-expanded": "false", click: (e) => {
			const open = text.classList.toggle("fold");

			e.currentTarget.setAttribute("aria-expanded", String(!open));
			e.currentTarget.textContent = open ? "More" : "Less";
		} }, "More");
}

/**
 * How claims and what moved look on the board.  to: addresses (panel.js);
 * role(speaker): what is known of someone's role.
 */
export function looks(to, role) {
	const who = (speaker, key) => [
		unnamed(speaker.name) ? h("span", { class: "soft" }, "unnamed: ") :
		    null,
		h("a", { href: to.filter({ speaker: speaker.id }),
			"data-go": true, "data-key": key },
		words(speakerName(speaker.name)))];

	const what = (c, where) => h("a", { href: to.claim(c.id),
		"data-go": true, "data-key": `${c.id}@${where}` },
	claimWords(c));

	function meta(node, c) {
		const sign = [c.status, c.mentions, c.outlets, c.origins,
			c.last_seen].join();

		if (node.dataset.sign === sign)
			return;
		node.dataset.sign = sign;
		node.replaceChildren(badge(c.status), time(c.last_seen) ?? "",
		    counts(c));
	}

	/** A claim; named: with its speaker. */
	const claims = (where, named) => ({
		key: (c) => c.id,
		make(c) {
			const text = h("p", { class: "words" }, what(c, where));

			return h("li", { class: "claim" },
			    named && c.speaker ? h("p", { class: "by" },
			        who(c.speaker, `${c.id}~${where}`),
			        h("span", { class: "role" })) : null,
			    text, folded(text, c), h("p", { class: "meta" }));
		},
		update(node, c) {
			const r = node.querySelector(":scope > .by > .role");

			meta(node.querySelector(":scope > .meta"), c);
			node.classList.toggle("gone", c.status === "withdrawn");
			if (r && role(c.speaker) !== r.textContent)
				r.textContent = role(c.speaker);
			freshen(node, c);
		},
	});

	const said = claims("saying", false);

	/** Someone, with what they said last. */
	const speakers = {
		key: (g) => g.id,
		make: (g) => h("li", { class: "speaker" + (g.id ? "" : " own") },
		    h("h3", null, g.id ? who(g.speaker, g.id + "@saying") :
		        "In the outlets’ own voice"),
		    h("p", { class: "role" }), h("ol", { class: "plain" })),
		update(node, g) {
			const r = node.querySelector(".role");
			const text = g.id ? role(g.speaker) : "";

			if (r.textContent !== text)
				r.textContent = text;
			r.hidden = text === "";
			fill(node.querySelector("ol"), g.claims, said.key,
			    said.make, said.update);
		},
	};

	/** A figure that moved. */
	const moves = {
		key: (m) => m.key,
		make: () => h("li", { class: "move" }, h("p", { class: "words" }),
		    h("p", { class: "step" }), chart(),
		    h("div", { class: "now" }), h("p", { class: "meta" })),
		update(node, m) {
			const sign = JSON.stringify(m);

			if (node.dataset.sign === sign)
				return;
			const [text, move, box, now, foot] = node.children;
			const d = step(m.from.figure, m.to.figure);
			const same = m.from.figure.modifier === m.to.figure.modifier;
			const arrow = { up: "↑", down: "↓", same: "" }[d.way];

			if (node.dataset.sign)
				freshen(node, { fresh: performance.now(),
					seq: performance.now() });
			node.dataset.sign = sign;
			if (text.dataset.id !== m.to.id)
				text.replaceChildren(what(m.to, "moved"));
			text.dataset.id = m.to.id;
			move.replaceChildren(
			    h("span", { class: "sr" }, "from "),
			    h("span", { class: "old" }, figure(m.from.figure)),
			    h("span", { class: "sr" }, " to "),
			    h("span", { class: "arrow", "aria-hidden": "true" },
			        "→"),
			    h("b", null, figure(same ?
			        { ...m.to.figure, modifier: null } :
			        m.to.figure)), " ",
			    h("span", { class: "way " + d.way },
			        h("span", { "aria-hidden": "true" }, arrow),
			        d.text));
			plot(box, m.points);
			now.replaceChildren(holders(m.points, 3));
			foot.replaceChildren(badge(m.to.status),
			    time(m.points.at(-1)?.at ?? m.to.last_seen) ?? "",
			    counts(m.to));
		},
	};

	return { claims, speakers, moves };
}

/** MOVED of the server: of each figure the last step alone, with a key that
 * stays the same while the figure goes on moving. */
export function latest(moved) {
	const later = new Set(), out = new Map();

	for (const m of moved) {
		if (!m.from?.figure || !m.to?.figure)
			continue;
		const key = clean(m.points?.[0]?.claim ?? m.from.id);

		if (!later.has(m.to.id) && !out.has(key))
			out.set(key, { ...m, key, points: m.points ?? [] });
		later.add(m.from.id);
	}
	return [...out.values()];
}
