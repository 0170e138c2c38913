# the traceback module
import io, sys, traceback
def f(x):
    return g(x)
def g(x):
    raise ValueError('text')
try:
    f(1)
except ValueError as e:
    exc = e
print(traceback.format_exc())
for line in traceback.format_exception(exc): print(repr(line.replace(__file__, 'FILE')))
print(traceback.format_exception_only(exc), traceback.format_exception_only(type(exc), exc))
for frame in traceback.extract_tb(exc.__traceback__):
    print(frame.name, frame.lineno, frame.line, frame.colno, frame.end_colno, frame.end_lineno, list(frame)[1:])
print(traceback.format_list([('file.py', 3, 'name', 'the line')]))
print(len(traceback.extract_stack()), traceback.extract_stack()[-1].line)
out = io.StringIO()
traceback.print_exception(exc, file=out, limit=1)
print(out.getvalue().replace(__file__, 'FILE'))
traceback.print_exception(exc, limit=-1)
traceback.print_tb(exc.__traceback__)
traceback.print_stack()
te = traceback.TracebackException.from_exception(exc)
print(str(te), te.exc_type_str, len(te.stack), ''.join(te.format()).count('\n'))
print(''.join(te.format_exception_only()))
try:
    traceback.print_exception(5)
except TypeError as e:
    print(e)
print(traceback.format_exception(None), traceback.format_exc())
traceback.clear_frames(exc.__traceback__)
print(exc.__traceback__.tb_next.tb_frame.f_locals)
for frame, line in traceback.walk_tb(exc.__traceback__): print(frame.f_code.co_name, line)
def hook(t, v, tb):
    print('hook', t.__name__, v, tb.tb_lineno)
sys.excepthook = hook
1 / 0
