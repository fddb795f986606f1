# The group `screen` of tests/bench/run: our kiosk and Chromium in kiosk mode showing the same page, in turns, each on an X server of its own.
# Sourced by run, which sets root, stage, binaries and port.

cold_starts=12
visits=10            # fresh starts for presses and memory
presses_a_visit=30
idle_windows=10
idle_seconds=30
press_at=(400 560)   # on the tile for bills, beside its words, in both pages
busy_visits=4
busy_presses=20
busy_press_at=(330 1800)  # on Help in the strip, which stands on every page of ours; Chromium is pressed on its tile
busy_records=150000  # waiting to be sent: more than are drained while the presses last
quiet_milliseconds=1500

# start_display NAME: an empty X server; DISPLAY of it is in displays[NAME].
declare -A displays
start_display() {
    local number
    start "$stage/xvfb-$1.log" Xvfb -displayfd 3 -screen 0 1080x1920x24 -nolisten tcp 3>"$stage/display-$1"
    wait_for 10 "the X server" test -s "$stage/display-$1"
    read -r number <"$stage/display-$1"
    displays[$1]=:$number
}

write_kiosk_settings() {
    cat >"$stage/kiosk.toml" <<SETTINGS
[kiosk]
id = "K-0001"
hall = "梧桐社区服务大厅"
keeper_phone = "0571-5550100"
data = "kiosk"
assets = "$root/assets"
[backend]
url = "https://localhost:$port"
authority = "certificates/ca.pem"
certificate = "certificates/K-0001.pem"
key = "certificates/K-0001.key"
[reader]
citizen = "Virtual PCD 00 00"
sam = "Virtual PCD 00 01"
[screen]
width = 1080
height = 1920
SETTINGS
    mkdir -p "$stage/kiosk"
}

# show NAME: a fresh start of `ours` or `rival`; sets first_ms, settled_ms and the process group `shown`.
show() {
    local command=("$binaries/kiosk/onecard-kiosk" --config "$stage/kiosk.toml")
    if [ "$1" = rival ]; then
        rm -rf "$stage/chromium"
        command=(chromium --kiosk --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update
            --disable-sync --window-size=1080,1920 --window-position=0,0 --user-data-dir="$stage/chromium" "file://$root/tests/bench/welcome.html")
    fi
    read -r first_ms settled_ms shown < <(DISPLAY=${displays[$1]} "$binaries/tests/bench/first_picture" "$quiet_milliseconds" "${command[@]}" 2>"$stage/$1.log")
    [ -n "${shown:-}" ] || { tail -n 3 "$stage/$1.log" >&2; fail "$1 showed no picture"; }
}

# hide: ends what show() started, all of its processes.
hide() {
    kill -TERM -- "-$shown" 2>/dev/null
    for _ in $(seq 60); do kill -0 -- "-$shown" 2>/dev/null || return 0; sleep 0.05; done
    kill -KILL -- "-$shown" 2>/dev/null
}

# processes_of GROUP: the processes of a process group.
processes_of() { pgrep -g "$1"; }

pss_mebibytes() {
    local process
    for process in $(processes_of "$1"); do cat "/proc/$process/smaps_rollup" 2>/dev/null; done | awk '/^Pss:/ { sum += $2 } END { printf "%.2f\n", sum / 1024 }'
}

# activity GROUP: nanoseconds on a processor and times woken, of all threads.
activity() {
    local process
    for process in $(processes_of "$1"); do
        cat /proc/"$process"/task/*/schedstat 2>/dev/null | awk '{ print "run", $1 }'
        cat /proc/"$process"/task/*/status 2>/dev/null | awk '/^voluntary_ctxt_switches/ { print "woken", $2 }'
    done | awk '{ sum[$1] += $2 } END { printf "%.0f %.0f\n", sum["run"], sum["woken"] }'
}

reading() { printf '%s\n' "$3" >>"$stage/readings/$1-$2"; }

report() {
    local name=$1 unit=$2 note=${3:-}
    "$binaries/tests/bench/bench_report" "$name" "$unit" "$stage/readings/$name-ours" "$stage/readings/$name-rival" "Chromium $chromium_version" ${note:+"$note"}
}

measure_cold_starts() {
    local round who
    for round in $(seq "$cold_starts"); do
        for who in ours rival; do
            show "$who"
            reading cold_start "$who" "$first_ms"
            reading cold_start_settled "$who" "$settled_ms"
            hide
            sleep 0.3
        done
    done
    report cold_start ms "from exec to the first picture with text at the X server; budget 80 ms"
    report cold_start_settled ms "to the picture that stays; the strip with clock and network is not looked at"
}

measure_presses_and_memory() {
    local round who
    for round in $(seq "$visits"); do
        for who in ours rival; do
            show "$who"
            DISPLAY=${displays[$who]} "$binaries/tests/bench/press_to_pixel" "${press_at[@]}" "$presses_a_visit" >>"$stage/readings/press_to_pixel-$who" ||
                { hide; return 1; }
            reading memory_pss "$who" "$(pss_mebibytes "$shown")"
            hide
        done
    done
    report press_to_pixel ms "budget 2 ms, p99 6 ms"
    report memory_pss MiB "all processes, after $presses_a_visit presses; budget 40 MiB"
}

# While the outbox is being sent, and a card comes, is read, its holder greeted and forgotten again. The rival has nothing of the kind to do, but
# lives on the same busy machine.
measure_busy_presses() {
    local visit who at card pressed=yes
    declare -A group
    for visit in $(seq "$busy_visits"); do
        "$binaries/tests/bench/sync_bench" --fill "$stage/kiosk" "$busy_records" || return 1
        for who in ours rival; do show "$who"; group[$who]=$shown; done
        start "$stage/restless_card.log" "$root/tests/bench/restless_card.py" "$stage/card.socket" wang_xiaoyu
        card=$started
        for who in ours rival; do
            at=("${press_at[@]}")
            [ "$who" = ours ] && at=("${busy_press_at[@]}")
            DISPLAY=${displays[$who]} "$binaries/tests/bench/press_to_pixel" "${at[@]}" "$busy_presses" >>"$stage/readings/press_to_pixel_busy-$who" || pressed=no
        done
        stop "$card"
        for who in ours rival; do shown=${group[$who]}; hide; done
        [ $pressed = yes ] || return 1
    done
    report press_to_pixel_busy ms "while $busy_records records are sent and a card comes and goes; budget 2 ms, p99 6 ms"
}

# Killed without warning, and started again at once.
measure_restarts() {
    local round who
    for round in $(seq "$cold_starts"); do
        for who in ours rival; do
            show "$who"
            kill -KILL -- "-$shown"
            show "$who"
            reading restart_after_crash "$who" "$first_ms"
            hide
        done
    done
    report restart_after_crash ms "from exec to the first picture, after SIGKILL; budget 50 ms"
}

# Both idle at the same time, each on its own X server: they see the same machine.
measure_idle() {
    local window who before after
    declare -A group was
    for who in ours rival; do show "$who"; group[$who]=$shown; done
    sleep 10  # what a start leaves to do
    for window in $(seq "$idle_windows"); do
        for who in ours rival; do was[$who]=$(activity "${group[$who]}"); done
        sleep "$idle_seconds"
        for who in ours rival; do
            read -r -a before <<<"${was[$who]}"
            read -r -a after <<<"$(activity "${group[$who]}")"
            reading idle_cpu "$who" "$(awk -v ns=$((after[0] - before[0])) -v s="$idle_seconds" 'BEGIN { printf "%.4f", ns / 1e9 / s * 100 }')"
            reading idle_wakeups "$who" "$(awk -v n=$((after[1] - before[1])) -v s="$idle_seconds" 'BEGIN { printf "%.3f", n / s }')"
        done
    done
    for who in ours rival; do shown=${group[$who]}; hide; done
    report idle_cpu "% of one processor" "$idle_seconds s each; ours keeps reader and backend in sight meanwhile; budget 0.02 %"
    report idle_wakeups "a second" "of all threads; budget 1"
}

measure_screens() {
    local who
    chromium_version=$(chromium --version 2>/dev/null | awk '{ print $2 }')
    [ -n "$chromium_version" ] || fail "Chromium is not there to compare with"
    write_kiosk_settings
    for who in ours rival; do start_display "$who"; done
    show ours && hide  # the first start ever makes the store; it is not what a morning looks like
    measure_cold_starts
    measure_restarts
    measure_presses_and_memory || return 1
    measure_idle  # before the outbox is filled: what is left of it would still be on its way
    measure_busy_presses || return 1
}
