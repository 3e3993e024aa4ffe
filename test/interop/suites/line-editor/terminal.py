"""A program on a terminal of its own: keys in, what it shows out. One JSON object in on standard input, one out."""
import fcntl, json, os, pty, select, signal, struct, sys, termios, time

request = json.load(sys.stdin)


def size(fd, columns):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))


pid, fd = pty.fork()
if pid == 0:
    os.environ.update({"TERM": "xterm", "LANG": "C.UTF-8"})
    os.environ.pop("CI", None)
    os.execvp(request["command"][0], request["command"])
size(fd, 80)
shown = b""


def read_until(wanted, start, seconds):
    """Reads until `wanted` is shown behind `start`; whether it was."""
    global shown
    end = time.time() + seconds
    while time.time() < end:
        if wanted is not None and wanted.encode() in shown[start:]:
            return True
        if select.select([fd], [], [], 0.05)[0]:
            try:
                data = os.read(fd, 4096)
            except OSError:
                return wanted is None
            if not data:
                return wanted is None
            shown += data
    return False


missing = []
for step in request["steps"]:
    start = len(shown)
    if "columns" in step:
        size(fd, step["columns"])
        os.kill(pid, signal.SIGWINCH)
    if "keys" in step:
        os.write(fd, step["keys"].encode())
    if "shows" in step and not read_until(step["shows"], start, 20):
        missing.append(step["shows"])
read_until(None, len(shown), 20)
ended, status = 0, 0
for _ in range(200):
    ended, status = os.waitpid(pid, os.WNOHANG)
    if ended:
        break
    time.sleep(0.05)
else:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
print(json.dumps({"shown": shown.decode("utf-8", "replace"), "missing": missing,
                  "status": os.waitstatus_to_exitcode(status) if ended else None}))
