class Tick:
    def __await__(self):
        yield "tick"
def run(coro):
    try:
        while True:
            coro.send(None)
    except StopIteration as e:
        return e.value
async def gen(n):
    try:
        for i in range(n):
            await Tick()
            x = yield i
            if x: print("received", x)
    finally:
        print("gen closing")
async def main():
    out = []
    async for i in gen(3): out.append(i)
    print(out)
    g = gen(5)
    print(await g.__anext__(), await g.asend("hello"), await anext(g))
    try:
        await g.athrow(ValueError("thrown"))
    except ValueError as e:
        print("came out", e)
    try:
        await g.__anext__()
    except StopAsyncIteration:
        print("exhausted")
    h = gen(2)
    await h.__anext__()
    await h.aclose()
    await h.aclose()
    print(h.ag_running, h.ag_frame, type(h).__name__)
    print([x async for x in gen(2)], await anext(gen(0), "default"))
    async def ex():
        yield 1
        raise KeyError("inside")
    try:
        async for v in ex(): print(v)
    except KeyError as e: print(e)
    async def ignores():
        try: yield 1
        except GeneratorExit: yield 2
    q = ignores()
    await q.__anext__()
    try: await q.aclose()
    except RuntimeError as e: print(e)
    async def stops():
        yield 1
        raise StopAsyncIteration
    try:
        async for v in stops(): pass
    except RuntimeError as e: print(e)
    a = (i * i async for i in gen(3))
    print(type(a).__name__, [v async for v in a])
    s = gen(1).asend(None)
    await s
    try: await s
    except RuntimeError as e: print(e)
    return "main done"
print(run(main()))
