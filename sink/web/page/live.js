// live.js -- asking the server and following it.

/** A refusal: its status (0: no answer at all) and what the server said. */
export class Refused extends Error {
	constructor(status, detail, retry) {
		super(detail);
		this.status = status;
		this.retry = retry;
	}
}

async function reason(answer) {
	try {
		const body = await answer.json();

		return String(body.detail ?? body.title);
	} catch {
		return `The server answered ${answer.status}.`;
	}
}

async function request(path, options, signal) {
	const limit = AbortSignal.timeout(15000);

	try {
		const answer = await fetch(path, { ...options,
			signal: signal === undefined ? limit :
			    AbortSignal.any([signal, limit]) });

		if (answer.ok)
			return options.method ? null : await answer.json();
		throw new Refused(answer.status, await reason(answer),
		    Number(answer.headers.get("retry-after")) || 0);
	} catch (e) {
		if (signal?.aborted || e instanceof Refused)
			throw e;
		throw new Refused(0, "The server does not answer.");
	}
}

/** JSON from an address of the server; throws Refused. */
export const ask = (path, signal) =>
	request(path, { headers: { accept: "application/json" } }, signal);

/** Send a form; throws Refused. */
export const send = (path, fields) =>
	request(path, { method: "POST", body: new URLSearchParams(fields) });

/** The number within an id, "GENERATION-SEQ". */
export const seqOf = (id) => Number(String(id ?? "").split("-").pop()) || 0;

const parsed = (text) => {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
};

/**
 * The change feed.  EventSource resumes by itself after a lost connection;
 * where it gives up (the server answered, but with an error) this opens a new
 * one from the last id.
 *
 * on: { change(CHANGE), checkpoint(), reset(reason), state("live" |
 * "connecting") }
 */
export class Feed {
	#on;
	#source = null;
	#timer = 0;
	#wait = 0;
	#query = "";
	last = "";

	constructor(on) {
		this.#on = on;
	}

	/** Follow from id on; query: filters, "" or "a=b&c=d". */
	start(id, query) {
		this.stop();
		this.last = id;
		this.#query = query;
		this.#wait = 1000;
		this.#open();
	}

	stop() {
		clearTimeout(this.#timer);
		this.#source?.close();
		this.#source = null;
	}

	#open() {
		const s = new EventSource("/changes?feed=sse&since=" +
		    encodeURIComponent(this.last) +
		    (this.#query === "" ? "" : "&" + this.#query));

		this.#source = s;
		s.onopen = () => {
			this.#wait = 1000;
			this.#on.state("live");
		};
		s.onmessage = (e) => this.#take(e);
		s.addEventListener("checkpoint", (e) => {
			this.#keep(e);
			this.#on.checkpoint();
		});
		s.addEventListener("reset", (e) => {
			this.stop();
			this.#on.reset(parsed(e.data)?.reason ?? "");
		});
		s.onerror = () => this.#failed(s);
	}

	#keep(e) {
		if (e.lastEventId !== "")
			this.last = e.lastEventId;
	}

	#take(e) {
		const change = parsed(e.data);

		this.#keep(e);
		if (change !== null)
			this.#on.change(change);
	}

	#failed(s) {
		this.#on.state("connecting");
		if (s.readyState !== EventSource.CLOSED || s !== this.#source)
			return;
		this.#source = null;
		this.#timer = setTimeout(() => this.#open(), this.#wait);
		this.#wait = Math.min(this.#wait * 2, 15000);
	}
}

/** Call fn every ms while the page can be seen, and when it comes back. */
export function whileSeen(ms, fn) {
	let timer = 0;

	const turn = async () => {
		clearTimeout(timer);
		if (document.hidden)
			return;
		await fn();
		clearTimeout(timer);
		timer = setTimeout(turn, ms);
	};
	document.addEventListener("visibilitychange", turn);
	turn();
}
