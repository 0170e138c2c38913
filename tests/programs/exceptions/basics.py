# args, repr, str, equality of the simple classes
for e in (Exception(), Exception('x'), Exception('x', 1), ValueError(None), KeyError('k'), KeyError(), KeyError('a', 'b'),
          KeyError(''), IndexError(3), StopIteration(7), StopIteration(), StopIteration(1, 2), SystemExit(3),
          AssertionError('a'), BaseException(1.5), UnicodeError('u'), RecursionError('r'), NotImplementedError()):
    print(repr(e), '|', str(e), '|', e.args)
print(StopIteration(7).value, StopIteration().value, StopIteration(1, 2).value)
print(SystemExit().code, SystemExit(3).code, SystemExit(1, 2).code)
e = ValueError('a')
e.args = [1, 2]
print(e.args, str(e), repr(e))
for bad in (lambda: setattr(e, 'args', 5), lambda: delattr(e, 'args'), lambda: ValueError(x=1), lambda: setattr(e, '__cause__', 1),
            lambda: setattr(e, '__context__', 1), lambda: setattr(e, '__traceback__', 1), lambda: delattr(e, '__cause__'),
            lambda: delattr(e, '__traceback__'), lambda: e.with_traceback(5), lambda: e.add_note(5),
            lambda: e.__setstate__(5)):
    try:
        bad()
    except Exception as err:
        print(type(err).__name__, err)
print(e.__reduce__(), e.__cause__, e.__context__, e.__suppress_context__, e.__traceback__)
e.extra = 1
print(e.__reduce__(), e.__dict__)
e.__setstate__({'more': 2})
print(e.more, e.extra)
print(ValueError('a') == ValueError('a'), e == e, len({ValueError, ValueError, KeyError}))
