// text.js -- text from outside, numbers and times as a person reads them, and
// the building of elements.
//
// What comes from outside is text and stays text: it reaches the page by
// text nodes alone, each in an isolate of its own direction.

// Marks that turn the direction of what follows them, and controls.  Left in,
// they could make a figure read backwards; nothing else is taken out.
const steering =
	/[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

export const clean = (s) => String(s ?? "").replace(steering, "");

/** How many marks clean() would take out. */
export const steers = (s) => (String(s ?? "").match(steering) ?? []).length;

const SVG = "http://www.w3.org/2000/svg";

function dress(node, attrs, kids) {
	for (const [name, value] of Object.entries(attrs ?? {})) {
		if (value === null || value === undefined || value === false)
			continue;
		if (typeof value === "function")
			node.addEventListener(name, value);
		else
			node.setAttribute(name, value === true ? "" : value);
	}
	node.append(...kids.flat(9).filter((k) => k !== null &&
	    k !== undefined && k !== false));
	return node;
}

/** An element: h("a", { href, click: fn }, "words", [more]). */
export const h = (tag, attrs, ...kids) =>
	dress(document.createElement(tag), attrs, kids);

/** The same for SVG. */
export const svg = (tag, attrs, ...kids) =>
	dress(document.createElementNS(SVG, tag), attrs, kids);

/** Words from outside, isolated. */
export const words = (s, attrs) => h("bdi", { dir: "auto", ...attrs }, clean(s));

/** A link that leaves the page, if it is one of the web; else the label. */
export function outside(url, label, attrs) {
	let u = null;

	try {
		u = new URL(url);
	} catch {
		return null;
	}
	if (u.protocol !== "http:" && u.protocol !== "https:")
		return null;
	return h("a", { href: u.href, rel: "noopener noreferrer",
		target: "_blank", ...attrs }, label,
	    h("span", { class: "sr" }, " (another site, a new tab)"));
}

/**
 * The children of list become those of items, in order, with as few moves as
 * possible: key(item) names a node, make(item) makes one, update(node, item)
 * brings it up to date.  A node that has the focus is never taken away.
 */
export function fill(list, items, key, make, update) {
	const old = new Map();
	let at = list.firstElementChild;

	for (const node of list.children)
		old.set(node.dataset.item, node);
	for (const item of items) {
		const k = String(key(item));
		let node = old.get(k);

		old.delete(k);
		if (node === undefined) {
			node = make(item);
			node.dataset.item = k;
		}
		update?.(node, item);
		if (node === at)
			at = at.nextElementSibling;
		else
			list.insertBefore(node, at);
	}
	for (const node of old.values())
		if (!node.contains(document.activeElement))
			node.remove();
}

// ---- offsets: code points, as the contract counts them ----

/** Where each of these code points of text is, in JavaScript's units. */
export function places(text, points) {
	const at = new Map();
	let n = 0, i = 0;

	for (const p of [...new Set(points)].sort((a, b) => a - b)) {
		for (; n < p && i < text.length; n++)
			i += text.codePointAt(i) > 0xffff ? 2 : 1;
		at.set(p, i);
	}
	return at;
}

/**
 * Text, which begins at code point start, cut where spans begin and end:
 * [{ text, spans }], spans being those that cover the piece.
 */
export function pieces(text, start, spans) {
	const inner = spans.filter((s) => s.end > s.start && s.end > start)
	    .map((s) => ({ ...s, from: Math.max(s.start, start) - start,
	        to: s.end - start }));
	const at = places(text, inner.flatMap((s) => [s.from, s.to]));
	const cuts = [...new Set([0, ...at.values(), text.length])]
	    .sort((a, b) => a - b);
	const out = [];

	for (let i = 0; i + 1 < cuts.length; i++)
		out.push({ text: text.slice(cuts[i], cuts[i + 1]),
			spans: inner.filter((s) => at.get(s.from) <= cuts[i] &&
			    at.get(s.to) >= cuts[i + 1]) });
	return out;
}

/** The first n code points, with dots when there are more. */
export function clip(s, n) {
	const end = places(s, [n]).get(n);

	return end < s.length ? s.slice(0, end) + "…" : s;
}

// ---- numbers ----

const plain = new Intl.NumberFormat("en", { maximumFractionDigits: 6 });
const long = new Intl.NumberFormat("en",
    { notation: "compact", compactDisplay: "long", maximumFractionDigits: 3 });

/** 14,200,000 as "14.2 million", where that loses nothing. */
function amount(v) {
	const big = Math.abs(v) >= 1e6;

	return big && Math.round(v / 1000) * 1000 === v && Math.abs(v) < 1e15 ?
	    long.format(v) : plain.format(v);
}

const plurals = new Map([["foot", "feet"], ["inch", "inches"],
	["century", "centuries"], ["hertz", "hertz"], ["yen", "yen"],
	["yuan", "yuan"]]);

function plural(unit, v) {
	const [first, ...rest] = unit.replaceAll("_", " ").split(" ");
	const one = Math.abs(v) === 1;

	return [one ? first : plurals.get(first) ?? first + "s", ...rest]
	    .join(" ");
}

function money(v, code) {
	try {
		const parts = new Intl.NumberFormat("en", { style: "currency",
			currency: code, trailingZeroDisplay: "stripIfInteger" })
		    .formatToParts(Math.abs(v) >= 1e6 ? 0 : v);
		const sign = parts.find((p) => p.type === "currency").value;

		return Math.abs(v) < 1e6 ? parts.map((p) => p.value).join("") :
		    (v < 0 ? "−" : "") + sign + (sign.length > 1 ? "\u00a0" : "") +
		        amount(Math.abs(v));
	} catch {
		return amount(v) + " " + code;
	}
}

/** A value in its unit: "12.5%", "€14 million", "3 days", "15". */
export function valued(v, unit) {
	const u = clean(unit ?? "count");

	if (v === null || v === undefined)
		return "";
	if (u === "count")
		return amount(v);
	if (u === "percent")
		return plain.format(v) + "%";
	if (/^[A-Z]{3}$/.test(u))
		return money(v, u);
	if (u === "dollar") /* of which country is not said */
		return (v < 0 ? "−$" : "$") + amount(Math.abs(v));
	if (u === "factor")
		return plain.format(v) + "×";
	if (u === "rank")
		return "no. " + plain.format(v);
	if (u === "celsius" || u === "fahrenheit")
		return plain.format(v) + " °" + u[0].toUpperCase();
	return amount(v) + " " + plural(u.replace(/^duration:/, ""), v);
}

/** One number for a figure that may be a range: to order, to draw. */
export function level(f) {
	if (f === null || f === undefined)
		return null;
	if (typeof f.value === "number")
		return f.value;
	if (typeof f.low === "number" && typeof f.high === "number")
		return (f.low + f.high) / 2;
	return f.low ?? f.high ?? null;
}

/** FIGURE or POINT in words: "at least 15", "12–15", "€14 million". */
export function figure(f) {
	const of = (v) => valued(v, f.unit);
	const more = f.modifier ? clean(f.modifier).toLowerCase() + " " : "";

	if (typeof f.value === "number")
		return more + of(f.value);
	if (typeof f.low === "number" && typeof f.high === "number")
		return valued(f.low, "count") + "–" + of(f.high);
	if (typeof f.low === "number")
		return "at least " + of(f.low);
	return typeof f.high === "number" ? "up to " + of(f.high) :
	    clean(f.exact);
}

/** What lies between two figures: { way: "up"|"down"|"same", text }. */
export function step(from, to) {
	const a = level(from), b = level(to);
	const d = a === null || b === null ? 0 : +(b - a).toPrecision(12);
	const way = d > 0 ? "up" : d < 0 ? "down" : "same";
	let text = "unchanged";

	if (a === null || b === null)
		text = "";
	else if (d !== 0) {
		const size = Math.abs(d);

		text = way + " " + (to.unit === "percent" ?
		    plain.format(size) + (size === 1 ? " point" : " points") :
		    valued(size, to.unit));
		if (a > 0 && to.unit !== "percent" && to.unit !== "rank")
			text += ` (${d > 0 ? "+" : "−"}${plain.format(
			    +(size / a * 100).toPrecision(size / a < 1 ? 2 : 3))}%)`;
	}
	return { way, text };
}

/** "1 outlet", "3 outlets" */
export const some = (n, one, many = one + "s") =>
	`${plain.format(n)} ${n === 1 ? one : many}`;

// ---- times ----

const clockFmt = new Intl.DateTimeFormat("en-GB",
    { hour: "2-digit", minute: "2-digit" });
const dayFmt = new Intl.DateTimeFormat("en-GB",
    { day: "numeric", month: "short" });
const monthFmt = new Intl.DateTimeFormat("en-GB",
    { month: "short", year: "numeric" });
const yearFmt = new Intl.DateTimeFormat("en-GB",
    { day: "numeric", month: "short", year: "numeric" });

/** A moment, or null; a date alone is its midnight here, as it is meant. */
export function moment(iso) {
	const d = new Date(/^\d{4}-\d\d-\d\d$/.test(iso) ? iso + "T00:00" : iso);

	return iso && !Number.isNaN(d.getTime()) ? d : null;
}

/** "14:02" of today, "4 Mar, 14:02" of this year, else with the year; of a
 * month "Mar 2026"; what is no time stays as it is. */
export function when(iso) {
	const d = moment(iso), now = new Date();

	if (d === null || /^\d{4}$/.test(iso))
		return clean(iso);
	if (/^\d{4}-\d\d$/.test(iso))
		return monthFmt.format(moment(iso + "-01"));
	const day = d.getFullYear() === now.getFullYear() ? dayFmt.format(d) :
	    yearFmt.format(d);
	if (/^\d{4}-\d\d-\d\d$/.test(iso))
		return day;
	return d.toDateString() === now.toDateString() ? clockFmt.format(d) :
	    day + ", " + clockFmt.format(d);
}

/** The same as an element that keeps the time as it was given. */
export const time = (iso) => iso ? h("time", { datetime: clean(iso),
	title: clean(iso) }, when(iso)) : null;

/** Milliseconds as a lag: "85 ms", "1.2 s". */
export function lag(ms) {
	if (typeof ms !== "number")
		return "–";
	return ms < 1000 ? Math.round(ms) + " ms" :
	    plain.format(+(ms / 1000).toPrecision(2)) + " s";
}

// ---- claims ----

export const KINDS = { direct: "quote", mixed: "part quote",
	indirect: "reported speech", figure: "figure" };

/** A status, in words that speak of coverage alone. */
export const STATUS = {
	reported: "by one independent origin",
	corroborated: "by two or more independent origins",
	disputed: "another claim cannot hold beside it",
	revised: "a later figure or wording took its place",
	withdrawn: "no current text of any outlet holds it",
};

export const badge = (status) => h("span", { class: "badge " +
	(Object.hasOwn(STATUS, status) ? status : "reported"),
	title: STATUS[status] }, clean(status));

/** The three numbers, everywhere the same. */
export function counts(c) {
	const n = (v, one, many) => h("span", null, h("b", null,
	    plain.format(v)), " " + (v === 1 ? one : many ?? one + "s"));

	return h("span", { class: "counts" }, n(c.mentions, "mention"), " ",
	    n(c.outlets, "outlet"), " ",
	    n(c.origins, "independent origin"));
}

/** A speaker's name: several are joined, one without a name says so. */
export function speakerName(name) {
	const parts = clean(name).split("; ").map((p) =>
	    p.startsWith("unnamed: ") ? p.slice(9) : p);

	return parts.join(" and ");
}

export const unnamed = (name) => String(name ?? "").startsWith("unnamed: ");

/** A claim's words, its figure emphasised; that they are denied comes first,
 * since alone they would say the contrary. */
export function claimWords(c, max = 1200) {
	const text = clip(clean(c.text), max), exact = clean(c.figure?.exact);
	const i = exact === "" ? -1 : text.indexOf(exact);

	return [c.act === "deny" ? h("span", { class: "denies" }, "denies: ") :
	    null, i < 0 ? words(text) : h("bdi", { dir: "auto" },
	    text.slice(0, i), h("b", { class: "fig" }, exact),
	    text.slice(i + exact.length))];
}
