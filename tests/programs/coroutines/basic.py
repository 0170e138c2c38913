class Sleep:
    def __init__(self, v): self.v = v
    def __await__(self):
        got = yield self.v
        return got
async def leaf(n):
    r = await Sleep(n)
    return r * 2
async def tree():
    a = await leaf(1)
    b = await leaf(2)
    return a + b
def run(coro, *sends):
    sends = list(sends)
    try:
        v = coro.send(None)
        while True:
            print("yielded", v)
            v = coro.send(sends.pop(0))
    except StopIteration as e:
        return e.value
print(run(tree(), 10, 20))
c = tree()
print(type(c).__name__, c.cr_running, c.cr_frame is not None, c.cr_await)
c.send(None)
print(type(c.cr_await).__name__)
c.close()
try: c.send(None)
except RuntimeError as e: print(e)
async def fails(): raise ValueError("async")
try: run(fails())
except ValueError as e: print(e)
async def catch():
    try:
        await Sleep("wait")
    except KeyError as e:
        return f"caught {e}"
k = catch()
k.send(None)
try: k.throw(KeyError("in"))
except StopIteration as e: print(e.value)
class CM:
    async def __aenter__(self):
        print("aenter"); await Sleep("in"); return self
    async def __aexit__(self, t, v, tb):
        print("aexit", t); await Sleep("out"); return True
async def w():
    async with CM() as m:
        print("body", type(m).__name__)
        raise ValueError
    return "after"
print(run(w(), 1, 2))
class AI:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.n += 1
        if self.n > 2: raise StopAsyncIteration
        await Sleep(self.n)
        return self.n
async def loop():
    out = []
    async for x in AI(): out.append(x)
    else: out.append("else")
    return out, [y async for y in AI()], {y: 1 async for y in AI() if y > 1}
print(run(loop(), *"abcdef"))
async def bad():
    try: await 5
    except TypeError as e: print(e)
    try:
        async for i in []: pass
    except TypeError as e: print(e)
    try:
        async with 5: pass
    except TypeError as e: print(e)
run(bad())
async def stop(): raise StopIteration("x")
try: run(stop())
except RuntimeError as e: print(e)
co = leaf(1)
w2 = co.__await__()
print(type(w2).__name__, next(w2))
co.close()
try:
    async def one(): return 1
    x = one()
    run(x)
    run(x)
except RuntimeError as e: print(e)
