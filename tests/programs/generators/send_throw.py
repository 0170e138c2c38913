def averager():
    total = n = 0
    average = None
    while True:
        try:
            value = yield average
        except ValueError as e:
            print("caught", e)
            continue
        total += value
        n += 1
        average = total / n

a = averager()
print(a.send(None), a.send(10), a.send(20))
print(a.throw(ValueError("odd")))
print(a.send(30))
try:
    a.throw(KeyError, "gone")
except KeyError as e:
    print("out", e.args)
print(list(a))
b = averager()
try:
    b.send(1)
except TypeError as e:
    print(e)

def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2
s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as e:
    print(e)

def polite():
    try:
        yield 1
    finally:
        print("closing")
p = polite()
next(p)
print(p.close(), p.close())

def returns():
    try:
        yield 1
    except GeneratorExit:
        return "bye"
r = returns()
next(r)
print(r.close())

def raiser():
    yield 1
    raise StopIteration("inner")
try:
    list(raiser())
except RuntimeError as e:
    print(e, repr(e.__cause__))

def again():
    next(me)
    yield
me = again()
try:
    next(me)
except ValueError as e:
    print(e)
for bad in (3, "x"):
    g = averager(); next(g)
    try:
        g.throw(bad)
    except TypeError as e:
        print(e)
