def inner():
    try:
        x = yield "first"
        print("got", x)
        y = yield "second"
        print("got", y)
    except KeyError as e:
        print("inner caught", e)
        yield "recovered"
    finally:
        print("inner done")
    return "result"

def outer():
    r = yield from inner()
    print("outer has", r)
    yield from [1, 2]
    yield from "ab"
    return r

g = outer()
print(next(g))
print(g.gi_yieldfrom.__name__)
print(g.send("A"), g.send("B"), list(g))
g = outer()
next(g)
print(g.throw(KeyError("k")))
print(next(g), next(g))
g.close()

def chain(*its):
    for it in its:
        yield from it
print(list(chain([1], (2, 3), {4: 5}, "x")))

class Sub:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3:
            raise StopIteration("sub over")
        return self.n
    def send(self, v):
        print("send", v)
        return next(self)
    def throw(self, *a):
        print("throw", a[0])
        return "thrown"
    def close(self):
        print("closed")
def d():
    r = yield from Sub()
    print("r", r)
g = d()
print(next(g), g.send("hello"), g.throw(ValueError))
print(list(g))
g = d(); next(g); g.close()

def depth(n):
    if n:
        yield from depth(n - 1)
    yield n
print(list(depth(50))[-3:])
