# traceback objects
import sys, types
def f():
    g()
def g():
    raise ValueError
try:
    f()
except ValueError as e:
    tb = e.__traceback__
while tb:
    print(tb.tb_lineno, tb.tb_frame.f_code.co_name, tb.tb_lasti >= 0, tb.tb_frame.f_lineno)
    last, tb = tb, tb.tb_next
print(dir(last), sys.getsizeof(last), type(last))
for bad in (lambda: setattr(last, 'tb_next', 5), lambda: setattr(last, 'tb_next', last), lambda: delattr(last, 'tb_next'), lambda: setattr(last, 'tb_lineno', 5),
            lambda: type(last)(), lambda: type(last)(None, 5, 1, 2)):
    try:
        bad()
    except (TypeError, ValueError, AttributeError) as e:
        print(type(e).__name__, e)
made = type(last)(None, last.tb_frame, 2, 77)
print(made.tb_lineno, made.tb_next, made.tb_lasti)
made2 = types.TracebackType(made, last.tb_frame, 0, 78)
made2.tb_next = None
print(made2.tb_next)
e = ValueError('with').with_traceback(made)
print(e.__traceback__ is made)
try:
    raise e
except ValueError as err:
    t = err.__traceback__
    print(t.tb_next is made, t.tb_lineno)
def reraise():
    try:
        f()
    except ValueError as e:
        raise
try:
    reraise()
except ValueError as e:
    t = e.__traceback__
    while t:
        print(t.tb_lineno, end=' ')
        t = t.tb_next
print()
