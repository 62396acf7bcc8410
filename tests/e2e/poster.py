"""poster.py -- invented articles, posted by several at a time until each of
them is accepted.

  poster.py ADDRESS FROM TO [--threads N] [--deadline SECONDS]

What is turned away (429, 503, 504) or breaks off is posted again, as a careful
program does.  Each id is printed when it is accepted; at the end, on standard
error, how many answers there were of each status.
"""
import argparse
import http.client
import json
import sys
import threading
import time
import urllib.parse
from collections import Counter

ANSWER_S = 3  # for an answer; the server itself waits longer


def article(i):
    return {"id": f"p{i}", "outlet": "Valley Echo", "text":
            f"“We counted {i} boats,” said Rolf Hagen of the harbour."}


class Poster(threading.Thread):
    def __init__(self, args, todo, lock, answers):
        super().__init__()
        self.args, self.todo, self.lock = args, todo, lock
        self.answers = answers

    def post(self, i):
        """The status of one attempt; 0 when it broke off."""
        server = http.client.HTTPConnection(
            urllib.parse.urlsplit(self.args.address).netloc, timeout=ANSWER_S)
        try:
            server.request("POST", "/articles", json.dumps(article(i)),
                           {"Content-Type": "application/json"})
            answer = server.getresponse()
            said = json.load(answer)
            if answer.status == 202 and said["accepted"] != 1:
                raise SystemExit(f"202 and yet {said}")
            return answer.status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            server.close()

    def run(self):
        while time.monotonic() < self.args.deadline:
            with self.lock:
                if not self.todo:
                    return
                i = self.todo.pop()
            status = self.post(i)
            with self.lock:
                self.answers[status] += 1
                if status == 202:
                    print(f"p{i}", flush=True)
                else:
                    self.todo.insert(0, i)


def main():
    p = argparse.ArgumentParser(description="invented articles, posted")
    p.add_argument("address")
    p.add_argument("begin", type=int)
    p.add_argument("end", type=int)
    p.add_argument("--threads", type=int, default=8)
    p.add_argument("--deadline", type=float, default=120)
    args = p.parse_args()
    args.deadline += time.monotonic()
    todo, lock, answers = list(range(args.begin, args.end)), threading.Lock(), \
        Counter()
    posters = [Poster(args, todo, lock, answers) for _ in range(args.threads)]
    for t in posters:
        t.start()
    for t in posters:
        t.join()
    print(json.dumps(answers), file=sys.stderr)
    sys.exit(1 if todo else 0)


if __name__ == "__main__":
    main()
