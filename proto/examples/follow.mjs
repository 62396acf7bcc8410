#!/usr/bin/env node
// follow.mjs FILE [URL] -- every change, a JSON object a line, into FILE, over
// HTTP.  Node 18 or later; no packages.
//
// FILE is its own cursor: it goes on after the last line that is whole, so
// that it may be killed at any moment.
import fs from "node:fs";

const [file, url = "http://127.0.0.1:8787"] = process.argv.slice(2);

if (file === undefined) {
	console.error("usage: follow.mjs FILE [URL]");
	process.exit(1);
}

// Where we are: the id in the last whole line; half a line is cut off.
function cursor() {
	const bytes = fs.existsSync(file) ? fs.readFileSync(file) : Buffer.alloc(0);
	const end = bytes.lastIndexOf("\n") + 1;
	const lines = bytes.subarray(0, end).toString().trimEnd().split("\n");

	if (end < bytes.length)
		fs.truncateSync(file, end);
	return end > 0 ? JSON.parse(lines.at(-1)).id : "0";
}

// Lines of an answer that never ends; an empty one is a heartbeat.
async function* lines(body) {
	let rest = "";

	for await (const text of body.pipeThrough(new TextDecoderStream())) {
		const whole = (rest + text).split("\n");

		rest = whole.pop();
		yield* whole.filter((line) => line !== "");
	}
}

async function follow() {
	const query = new URLSearchParams({ feed: "continuous", since: cursor() });
	const answer = await fetch(`${url}/changes?${query}`);

	if (answer.status === 410) // the store was replaced: begin anew
		return fs.renameSync(file, `${file}.old`);
	if (!answer.ok)
		throw new Error(await answer.text());
	for await (const line of lines(answer.body))
		if ("seq" in JSON.parse(line)) // else a checkpoint
			fs.appendFileSync(file, line + "\n");
}

for (;;) {
	await follow().catch((e) => console.error(`follow.mjs: ${e.message}`));
	await new Promise((done) => setTimeout(done, 1000));
}
