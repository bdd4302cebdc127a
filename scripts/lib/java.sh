# Shared by the scripts that run code of the tests: a JDK, and a module's test classpath.

# find_jdk: sets jdk to the home of a JDK 25 or newer.
find_jdk() {
    local on_path
    on_path=$(command -v javac || true)
    [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    for jdk in "${JAVA_HOME:-/nowhere}" "$on_path" /usr/lib/jvm/* /opt/*; do
        [ -x "$jdk/bin/javac" ] || continue
        case $("$jdk/bin/javac" -version 2>&1) in
            'javac 2'[5-9]* | 'javac '[3-9][0-9]*) return ;;
        esac
    done
    echo "${0##*/}: no JDK 25 or newer found; install one or set JAVA_HOME" >&2
    exit 1
}

# prepare_tests MODULE: compiles the module and its tests, and sets test_classpath. In the root of the checkout.
prepare_tests() {
    mvn -B -q -Dfast -pl "$1" -am test-compile dependency:build-classpath \
        -Dmdep.outputFile=target/fast/test.classpath -Dmdep.includeScope=test >&2
    test_classpath=$PWD/$1/target/fast/test-classes:$PWD/$1/target/fast/classes:$(cat "$1/target/fast/test.classpath")
}
