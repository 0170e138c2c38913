# exception groups drawn as boxes
import traceback
def leaf(exc):
    try:
        raise exc
    except Exception as e:
        return e
def make():
    inner = ExceptionGroup('inner', [leaf(KeyError('k')), leaf(OSError(2, 'x', 'file'))])
    inner.add_note('note on inner')
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            raise ExceptionGroup('outer', [leaf(ValueError('v')), inner, TypeError('never raised')])
    except ExceptionGroup as e:
        return e
traceback.print_exception(make())
def deep(n):
    e = ValueError('bottom')
    for i in range(n):
        e = ExceptionGroup(f'level {i}', [e])
    return e
traceback.print_exception(deep(3))
traceback.print_exception(deep(13))
traceback.print_exception(ExceptionGroup('many', [ValueError(i) for i in range(17)]))
traceback.print_exception(ExceptionGroup('many', [ValueError(i) for i in range(16)]))
def caused():
    try:
        raise ExceptionGroup('g', [leaf(ValueError(1))]) from leaf(KeyError('cause'))
    except ExceptionGroup as e:
        return e
traceback.print_exception(caused())
raise make()
