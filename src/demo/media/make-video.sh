#!/bin/sh
# Draws clip.mp4 (a sun, a river, a boat under way) and plays song.mp3 (a short
# pentatonic tune). Everything is computed here: no picture or sound is taken
# from anywhere. Needs ffmpeg with libx264 and libmp3lame.
set -eu
cd "$(dirname "$0")"

# The horizon lies at y=200; the boat's stern moves from x=60 to the right.
shore="lt(abs(Y-200-4*sin(X/60)),7)"
sun="lt(hypot(X-470,Y-120),42)"
glow="exp(-hypot(X-470,Y-120)/90)"
glint="gt(sin(Y*0.9+T*5+sin(X/25)*2),0.86)*lt(abs(X-470),14+(Y-200)*0.35)"
wave="9*sin(Y*0.55+X/40-T*3)"
bx="(X-60-T*38)"
by="(Y-262-3*sin(T*2.2))"
hull="between($by,0,16)*between($bx,$by*1.4,150-$by*1.7)"
roof="between($by,-24,0)*lt(pow(($bx-68)/38,2)+pow($by/24,2),1)"
rower="lt(hypot($bx-126,$by+32),6)+between($by,-26,0)*between($bx,121,131)"
oar="lt(abs(($bx-131)-($by+20)*0.55),1.6)*between($by,-20,34)"
boat="gt($hull+$rower+$oar,0)"

sky_r="(120+0.5*Y+110*$glow)"
sky_g="(150+0.15*Y+70*$glow)"
sky_b="(190-0.25*Y)"
river_r="(150-0.15*(Y-200)+$wave)"
river_g="(112-0.10*(Y-200)+$wave)"
river_b="(84-0.05*(Y-200)+$wave)"

# pixel RIVER SKY SUN SHORE GLINT ROOF BOAT: one channel, nearest thing first
pixel() {
    printf '%s' "clip(if($boat,$7,if($roof,$6,if($shore,$4,if(gt(Y,200),if($glint,$5,$1),if($sun,$3,$2))))),0,255)"
}
red=$(pixel "$river_r" "$sky_r" 255 58 246 168 52)
green=$(pixel "$river_g" "$sky_g" 226 104 206 128 38)
blue=$(pixel "$river_b" "$sky_b" 150 66 150 84 30)

ffmpeg -hide_banner -loglevel error -y \
    -f lavfi -i "color=black:s=640x360:r=15:d=5,format=gbrp,geq=r='$red':g='$green':b='$blue'" \
    -f lavfi -i "aevalsrc='0.16*sin(2*PI*220*t)*(0.7+0.3*sin(2*PI*0.4*t))+0.08*sin(2*PI*330*t)':s=44100:d=5,afade=t=in:d=0.6,afade=t=out:st=4:d=1" \
    -c:v libx264 -preset slow -crf 27 -pix_fmt yuv420p -g 30 \
    -c:a aac -b:a 48k -ac 1 -shortest -movflags +faststart -fflags +bitexact -flags:v +bitexact -flags:a +bitexact \
    -metadata title="Con đò sớm trên sông Tiền" -metadata artist="Tác giả Thử Nghiệm" \
    -metadata comment="Synthesised for the demo" clip.mp4

# One note: frequency, start. Notes ring for a while and die away.
note() { printf '+gte(t,%s)*0.22*exp(-2.6*(t-%s))*(sin(2*PI*%s*t)+0.35*sin(4*PI*%s*t)+0.12*sin(6*PI*%s*t))' "$2" "$2" "$1" "$1" "$1"; }
tune="0"
at=0
for pitch in 293.66 349.23 392.00 440.00 392.00 349.23 293.66 261.63 293.66 440.00 523.25 440.00 392.00 349.23 392.00 293.66 261.63 293.66; do
    tune="$tune$(note "$pitch" "$(awk "BEGIN{print $at*0.5}")")"
    at=$((at + 1))
done
ffmpeg -hide_banner -loglevel error -y \
    -f lavfi -i "aevalsrc='$tune':s=44100:d=10,aecho=0.8:0.7:90:0.25,afade=t=out:st=8.8:d=1.2" \
    -c:a libmp3lame -b:a 64k -ac 1 -id3v2_version 3 -fflags +bitexact \
    -metadata title="Bông sen bên dòng Tiền" -metadata artist="Tác giả Thử Nghiệm" \
    -metadata album="Bản thu thử" -metadata date="2026" song.mp3
