# carets under lines with wide and combined characters, tabs, form feeds
def f(*a):
    raise ValueError('é€😀')
def wide():
    return f('日本語', '😀') + f('ñ')
def tabs():
	x =	f(1) + 	f(2)
	return x
def name_é(ß):
    return ß['日本'] + undefined_ñ
import traceback
for func in (wide, tabs, lambda: name_é({'日本': 1}), lambda: name_é({})):
    try:
        func()
    except Exception:
        traceback.print_exc()
raise KeyError('\ud800 lone')
