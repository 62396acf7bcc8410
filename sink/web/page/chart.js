// chart.js -- how a figure moved: a step chart, a line for each independent
// origin, and the same as words and as a table.
//
// A line goes on to the right edge while its outlet still says so.  Hollow
// marks are of texts that have been revised since.

import { clean, figure, h, level, moment, svg, valued, when, words }
	from "./text.js";

const LINES = 6;   // that get a colour of their own
const POINTS = 300; // the latest are drawn

/** Points that can be drawn, by time, each with its moment t and level v. */
function usable(points) {
	return points.map((p) => ({ ...p, t: moment(p.at)?.getTime() ?? NaN,
		v: level(p) }))
	    .filter((p) => !Number.isNaN(p.t) && p.v !== null)
	    .sort((a, b) => a.t - b.t).slice(-POINTS);
}

/** [{ name, points, n }] by the time of the first, n its colour. */
function lines(points) {
	const by = new Map();

	for (const p of points) {
		const name = p.origin ?? p.outlet ?? "";

		by.set(name, [...by.get(name) ?? [], p]);
	}
	return [...by].map(([name, list], i) => ({ name, points: list,
		n: Math.min(i, LINES) }));
}

/**
 * Values to name at the side: those that were told, the extremes and the
 * last one first, as long as there is room (gap, in values) between them.
 */
function ticks(points, gap) {
	const told = points.map((p) => p.v);
	const out = [];

	for (const v of [told.at(-1), Math.min(...told), Math.max(...told),
		...told])
		if (out.every((o) => Math.abs(o - v) >= gap))
			out.push(v);
	return out;
}

/** The range of values to draw, with some air. */
function span(points) {
	const all = points.flatMap((p) => [p.v, p.low, p.high])
	    .filter((v) => typeof v === "number");
	const low = Math.min(...all), high = Math.max(...all);
	const air = high > low ? (high - low) * 0.15 :
	    Math.max(Math.abs(high) * 0.1, 1);

	return [low - air, high + air];
}

const clockTime = new Intl.DateTimeFormat("en-GB",
    { hour: "2-digit", minute: "2-digit" });
const dayTime = new Intl.DateTimeFormat("en-GB",
    { day: "numeric", month: "short" });

function axisTime(t, from, to) {
	const d = new Date(t);

	if (to - from > 36e5 * 72)
		return dayTime.format(d);
	return new Date(from).toDateString() === new Date(to).toDateString() ?
	    clockTime.format(d) :
	    dayTime.format(d) + " " + clockTime.format(d);
}

/** What one point says, for a pointer that rests on it. */
const tell = (p) => `${figure(p)} · ${clean(p.outlet ?? p.origin)} · ` +
	when(p.at) + (p.current ? "" : " · revised since");

/** Scales and size of a drawing. */
function frame(points, width, height, em) {
	const [low, high] = span(points);
	const unit = points.at(-1).unit;
	const marks = ticks(points, (high - low) * 1.3 * em / height);
	const left = 12 + em * 0.53 *
	    Math.max(...marks.map((v) => valued(v, unit).length), 1);
	const top = em * 0.7, right = em, bottom = height - em * 1.7;
	let from = points[0].t, to = points.at(-1).t;

	if (from === to) {
		from -= 18e5;
		to += 18e5;
	}
	const edge = to + (to - from) * 0.06;
	return { width, height, em, left, top, right: width - right, bottom,
		from, to, edge, unit, marks,
		x: (t) => left + (t - from) / (edge - from) *
		    (width - right - left),
		y: (v) => bottom - (v - low) / (high - low) * (bottom - top) };
}

function axes(f) {
	const g = svg("g", { class: "axes" });
	const base = f.height - f.em * 0.35;

	for (const v of f.marks)
		g.append(svg("line", { x1: f.left, x2: f.right, y1: f.y(v),
			y2: f.y(v) }),
		    svg("text", { x: f.left - 8, y: f.y(v) + f.em * 0.32,
			"text-anchor": "end" }, valued(v, f.unit)));
	g.append(svg("text", { x: f.left, y: base },
	    axisTime(f.from, f.from, f.to)));
	if (f.width > f.em * 18)
		g.append(svg("text", { x: f.x(f.to), y: base,
			"text-anchor": "end" }, axisTime(f.to, f.from, f.to)));
	return g;
}

/** One origin's line; lines that would hide each other lie side by side. */
function line(f, l, shift) {
	const g = svg("g", { class: "line s" + l.n });
	const y = (v) => f.y(v) + shift;
	let d = "";

	for (const p of l.points)
		d += d === "" ? `M${f.x(p.t).toFixed(1)} ${y(p.v).toFixed(1)}` :
		    `H${f.x(p.t).toFixed(1)}V${y(p.v).toFixed(1)}`;
	if (l.points.at(-1).current)
		d += `H${f.x(f.edge).toFixed(1)}`;
	g.append(svg("path", { d }));
	for (const p of l.points) {
		if (typeof p.low === "number" && typeof p.high === "number")
			g.append(svg("line", { x1: f.x(p.t), x2: f.x(p.t),
				y1: y(p.low), y2: y(p.high) }));
		g.append(svg("circle", { cx: f.x(p.t).toFixed(1),
			cy: y(p.v).toFixed(1), r: (f.em * (l.points.length > 40 ? 0.16 : 0.3)).toFixed(1),
			class: p.current ? "" : "hollow" },
		    svg("title", null, tell(p))));
	}
	return g;
}

/** The chart in words. */
function summary(points, all) {
	const a = points[0], b = points.at(-1);

	return `Step chart: from ${figure(a)}, ${when(a.at)}, to ` +
	    `${figure(b)}, ${when(b.at)}; ${points.length} ` +
	    `${points.length === 1 ? "value" : "values"} from ` +
	    `${all.length} independent ${all.length === 1 ? "origin" : "origins"}.`;
}

function draw(box, points) {
	const all = lines(points);
	const em = parseFloat(getComputedStyle(box).fontSize);
	const f = frame(points, box.clientWidth, box.clientHeight, em);

	box.replaceChildren(svg("svg", { width: f.width, height: f.height,
		viewBox: `0 0 ${f.width} ${f.height}`, role: "img",
		"aria-label": summary(points, all) }, axes(f),
	    all.map((l, i) => line(f, l,
	        (i - (all.length - 1) / 2) * Math.min(3, 12 / all.length)))
	        .reverse()));
	box.dataset.points = points.length;
}

const boxes = new WeakMap(); // element: what is drawn in it

const resized = new ResizeObserver((entries) => {
	for (const { target } of entries)
		if (target.clientWidth > 0 && boxes.get(target)?.length > 0)
			draw(target, boxes.get(target));
});

/** An empty element for a chart; it is drawn when it has a size. */
export function chart(attrs) {
	const box = h("div", { class: "chart", ...attrs });

	resized.observe(box);
	return box;
}

/** (Re)draw points, POINTs, in it. */
export function plot(box, points) {
	const p = usable(points);
	const same = JSON.stringify(p) === JSON.stringify(boxes.get(box));

	box.hidden = p.length === 0;
	boxes.set(box, p);
	if (!same && p.length > 0 && box.clientWidth > 0)
		draw(box, p);
}

const swatch = (n) => svg("svg", { class: "swatch line s" + n,
	viewBox: "0 0 22 8", "aria-hidden": "true" },
    svg("path", { d: "M0 4H22" }));

/**
 * Who says what now: for each value the origins whose current texts have it,
 * the value that came last first.  It is the chart's legend too.
 */
export function holders(points, most = 4) {
	const by = new Map();

	for (const l of lines(usable(points))) {
		const p = l.points.at(-1);
		const key = p.current ? figure(p) : "";

		if (!by.has(key))
			by.set(key, { t: p.t, list: [] });
		by.get(key).t = Math.max(by.get(key).t, p.t);
		by.get(key).list.push(l);
	}
	return h("ul", { class: "holders" }, [...by].sort((a, b) =>
	    (a[0] === "") - (b[0] === "") || b[1].t - a[1].t)
	    .map(([value, { list }]) => h("li", null,
	        h("b", null, value === "" ? "no longer" : value), " ",
	        list.slice(0, most).map((l) => h("span", { class: "who" },
	            swatch(l.n), words(l.name || "outlet not known"))),
	        list.length > most ? ` and ${list.length - most} more` : null)));
}

/** The same points as a table. */
export function table(points) {
	const cell = (...kids) => h("td", null, kids);

	return h("details", null,
	    h("summary", null, "The same as a table"),
	    h("div", { class: "scroll", tabindex: 0, role: "group",
	        "aria-label": "Values by time" },
	    h("table", null, h("thead", null, h("tr", null,
	        ["Time", "Value", "Outlet", "Independent origin", "Text"]
	            .map((t) => h("th", { scope: "col" }, t)))),
	    h("tbody", null, usable(points).reverse().map((p) => h("tr", null,
	        cell(when(p.at)), cell(figure(p)), cell(words(p.outlet)),
	        cell(words(p.origin)),
	        cell(p.current ? "current" : "revised since")))))));
}
