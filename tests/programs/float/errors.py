"""What float operations refuse, and in which words."""
CASES = r"""
1.0//0
1.0%0
divmod(1.0,0)
1.0/0
0.0**-1
(-8.0)**(1/3)
1e300**2
1e300*1e300
(-1e300)**3
pow(2.0,1,3)
float('1__0')
float('1_0.5_0')
float('_1.0')
float('1._0')
float('')
float(' 1.5 ')
float('1.5x')
float('1e400')
float('-1e400')
float('1e-400')
float('inf'),float('-Infinity'),float('nan'),float('+NaN')
float('infinit')
float('٣.٥')
float([])
float(b'1.5')
float(bytearray(b' 2.5\n'))
float(memoryview(b'3.5'))
float(b'x')
float('x'*30)
float(x=1)
float(1,2)
float()
float(10**308)
float.fromhex('0x1.8p1')
float.fromhex('-0X1P-1074')
float.fromhex('0x1.fffffffffffff8p0')
float.fromhex('0x1.fffffffffffff7p1023')
float.fromhex('0x1.fffffffffffff8p1023')
float.fromhex('0x.8')
float.fromhex('1.')
float.fromhex('0x0.0000000000001p-1022')
float.fromhex('0x0.00000000000008p-1022')
float.fromhex('0x0.000000000000081p-1022')
float.fromhex('inf'),float.fromhex(' -Infinity '),float.fromhex('nan')
float.fromhex('zz')
float.fromhex('')
float.fromhex('0x')
float.fromhex('0x1p')
float.fromhex('0x1p5000')
float.fromhex('0x1p-5000')
float.fromhex(1)
(1.5).hex(),(-0.1).hex(),(0.0).hex(),(-0.0).hex(),(5e-324).hex(),(1e308).hex(),float('inf').hex()
float.__getformat__('double')
float.__getformat__('x')
(0.1).as_integer_ratio()
(-2.5e20).as_integer_ratio()
(5e-324).as_integer_ratio()[1].bit_length()
float('inf').as_integer_ratio()
float('nan').as_integer_ratio()
(2.0).is_integer(),(2.5).is_integer(),float('inf').is_integer()
round(0.5),round(1.5),round(2.5),round(-0.5),round(-1.5)
round(2.675,2),round(1.005,2),round(-0.001,2),round(1e300,-299),round(0.15,1),round(0.25,1),round(0.35,1)
round(12345.678,-2),round(5e-324,400),round(1.5,-400),round(1.7976931348623157e308,-308)
round(float('nan'))
round(float('inf'))
round(float('inf'),2)
round(1.5,'x')
round(1.5,None)
int(1e20),int(-1.9),int(1e300)%1000
(1.5).real,(1.5).imag,(1.5).conjugate()
(1.5).__trunc__(),(-1.5).__floor__(),(-1.5).__ceil__()
1.0<'a'
1.5+None
1.5 .__getnewargs__()
max(float('nan'),1),max(1,float('nan'))
sorted([3.5,-1.0,float('inf'),0.0,-0.0])
float('nan')==float('nan'),float('nan')!=float('nan'),float('nan')<1
[float('nan')]==[float('nan')]
-0.0==0.0,str(-0.0),repr(0.0*-1)
hash(0.1),hash(1.0),hash(1e300),hash(-0.0),hash(float('inf')),hash(-float('inf')),hash(2.0**61),hash(0.5)
"""

for source in CASES.strip().splitlines():
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "->", type(error).__name__ + ":", error)
