class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
def m(v):
    match v:
        case 0: return "zero"
        case 1 | 2 | 3: return "small"
        case int(n) if n > 100: return f"big {n}"
        case int() | float(): return "number"
        case "a" | 'b': return "letter"
        case str(s): return f"str {s}"
        case []: return "empty"
        case [x]: return f"one {x}"
        case [x, y]: return f"two {x} {y}"
        case [first, *rest, last]: return f"seq {first} {rest} {last}"
        case {"k": v, **rest}: return f"map {v} {rest}"
        case {}: return "some map"
        case P(0, y=yy): return f"P0 {yy}"
        case P(x, y) if x == y: return "diag"
        case P(x=a): return f"P {a}"
        case None: return "none"
        case True: return "true"
        case (1.5 as f): return f
        case _: return "other"
for v in (0, 2, 500, 7, 1.25, "a", "zz", [], [1], (1, 2), [1, 2, 3, 4], {"k": 1, "z": 2}, {}, {"q": 1},
          P(0, 5), P(2, 2), P(3, 4), None, True, False, object, b"x"):
    print(m(v))
def errors(v):
    match v:
        case P(1, 2, 3): return "no"
try: errors(P(1, 2))
except TypeError as e: print(e)
class Bad: __match_args__ = [1]
def bad(v):
    match v:
        case Bad(1): pass
try: bad(Bad())
except TypeError as e: print(e)
class Color: RED = 1; BLUE = 2
def c(v):
    match v:
        case Color.RED: return "red"
        case Color.BLUE: return "blue"
        case -1: return "minus"
        case 1+2j: return "complex"
    return "none"
print(c(1), c(2), c(-1), c(1+2j), c(9))
def nested(t):
    match t:
        case ("add", ("num", a), ("num", b)): return a + b
        case ("neg", inner): return ("neg", nested(inner))
        case {"pos": [x, y], "c": {"r": r}}: return x, y, r
        case x: return x
print(nested(("add", ("num", 1), ("num", 2))), nested(("neg", ("add", ("num", 1), ("num", 4)))),
      nested({"pos": (1, 2), "c": {"r": 9}}), nested(5))
