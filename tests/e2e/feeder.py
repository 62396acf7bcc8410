"""feeder.py -- articles into a running pipeline's standard input, at a steady
pace, until told to stop."""
import threading
import time

import stories


class Feeder(threading.Thread):
    """Sends what the plan has, then ends the input; plan.records shrinks to
    what was sent when it was told to stop before."""

    def __init__(self, rig, plan, per_second=None):
        super().__init__(daemon=True)
        self.pipe, self.plan = rig.run.stdin, plan
        self.per_second = per_second
        self.sent, self.enough = 0, threading.Event()

    def run(self):
        started = time.monotonic()
        try:
            for record in self.plan.records:
                if self.enough.is_set():
                    break
                self.pipe.write(stories.line_of(record).encode())
                self.sent += 1
                ahead = self.per_second and self.sent / self.per_second - \
                    (time.monotonic() - started)
                if ahead and ahead > 0.05:
                    self.pipe.flush()
                    self.enough.wait(ahead)
            self.pipe.close()
        except BrokenPipeError:
            pass

    def finish(self):
        """Send no more; the plan of what was sent."""
        self.enough.set()
        self.join()
        sent = stories.Plan()
        for record in self.plan.records[:self.sent]:
            sent.add(record, self.plan.dead.get(record["id"]))
        return sent
