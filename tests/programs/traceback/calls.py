# uncaught, with anchors of calls, operators, subscripts over several frames
def add(a, b):
    return a + b * (1 if a else 2)
def item(d):
    return d['x'][0]['missing']
def call(f, *args):
    return f(*args)
def nested():
    return (call(item,
                 {'x': [{}]}))
def method():
    class A:
        def m(self, x): return x.nope.other
    value = A().m(3)
    return value
for f in (lambda: add(1, 'x'), nested, method, lambda: [1, 2][10], lambda: {}['k'], lambda: (1).real(), lambda: 'a' < 1, lambda: -'a',
          lambda: [i for i in 5], lambda: f'{1 + None}', lambda: (lambda x: x.y)(1)):
    try:
        f()
    except Exception:
        import traceback
        traceback.print_exc()
add(0, None)
