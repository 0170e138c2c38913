# Code objects: attributes, equality, replace, lines.
def f(a, b=1, /, c=2, *args, d, **kw):
    "doc"
    x = a + b
    def g(): return x
    return [y for y in (1, 2, x)], g


co = f.__code__
print(co.co_name, co.co_qualname, co.co_argcount, co.co_posonlyargcount, co.co_kwonlyargcount, co.co_nlocals)
print(co.co_varnames, co.co_cellvars, co.co_freevars, co.co_names)
print(co.co_flags, co.co_stacksize, co.co_firstlineno)
print([c if not hasattr(c, "co_name") else c.co_name for c in co.co_consts])
print(len(co.co_code) % 2, type(co.co_code), co.co_code is co.co_code, co.co_varnames is co.co_varnames)
print(sorted({line for _, _, line in co.co_lines() if line}))
print(len(list(co.co_positions())) == len(co.co_code) // 2, next(co.co_positions()))


def make(): return (lambda: 0).__code__


print(make() == make(), make() is make(), hash(make()) == hash(make()), make() == co, make() != co)
r = co.replace(co_name="other", co_firstlineno=100)
print(r.co_name, r.co_firstlineno, r == co, r.co_qualname, r.co_varnames == co.co_varnames)
h = lambda: 1
h.__code__ = h.__code__.replace(co_consts=(None, 99))
print(h())


def attempt(fn):
    try:
        print(fn())
    except (TypeError, ValueError, AttributeError) as e:
        print(type(e).__name__, "-", e)


attempt(lambda: co.replace(co_argcount=-1))
attempt(lambda: co.replace(co_nlocals=99))
attempt(lambda: co.replace(co_name=1))
attempt(lambda: co.replace(1))
attempt(lambda: co.replace(co_nam="x"))
attempt(lambda: co.replace(co_code=b"abc"))
attempt(lambda: setattr(co, "co_name", "x"))
attempt(lambda: type(co)())
attempt(lambda: type(co)(*range(16)))
print(repr(co)[:20], "file" in repr(co))
c1 = compile("1 + x", "<a>", "eval")
c2 = compile("1 + x", "<b>", "eval")
c3 = compile("1.0 + x", "<a>", "eval")
print(c1 == c2, c1 == c3, c1.co_filename, eval(c1, {"x": 4}))
print(co._varname_from_oparg(0), co._varname_from_oparg(2))
