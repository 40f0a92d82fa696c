# shellcheck shell=bash
# What the scripts here share, to be sourced: where the project is, its Java, its build, its Spark, and its cluster.

# shellcheck disable=SC2034 # for those who source this
root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)
jar=$root/jobs/target/gqvae.jar
main=org.gqvae.jobs.Main
libraries=$root/jobs/target/classes/org/gqvae/jobs/cli/libraries.properties

# Where submit/cluster keeps its cluster; spark.conf in it is there while one runs.
cluster=$(readlink -m -- "${GQVAE_CLUSTER:-$root/runs/cluster}")

# Java reads and writes names of files in the locale's character set, and refuses what it does not hold.
[[ $(locale charmap 2> /dev/null) == UTF-8 ]] || export LC_ALL=C.UTF-8

# Says why the script ends, and ends it with an exit code.
quit() {
  printf '%s: %s\n' "${0##*/}" "$2" >&2
  exit "$1"
}

# The same for wrong usage, and for what this machine lacks.
fail() {
  quit 2 "$*"
}

# What ends a script by set -e has a reason, too; of subshells the script itself tells.
set -E
trap 'unexpected "$?" "${BASH_SOURCE[0]##*/}:$LINENO" "$BASH_COMMAND"' ERR
unexpected() {
  ((BASH_SUBSHELL > 0)) || quit 1 "A command of this script has failed with exit code $1 ($2): $3"
}

# Sets java, and JAVA_HOME for Spark's scripts.
find_java() {
  if [[ -n ${JAVA_HOME:-} ]]; then
    java=$JAVA_HOME/bin/java
    [[ -x $java ]] || fail "JAVA_HOME is $JAVA_HOME, but it has no bin/java. Set JAVA_HOME to a JDK 17."
  else
    java=$(command -v java) || fail "There is no java on the PATH. Install a JDK 17, or set JAVA_HOME to one."
  fi
  local told version="" status=0
  told=$("$java" -XshowSettings:properties -version 2>&1) || status=$?
  ((status == 0)) ||
    fail "$java does not start (exit code $status): ${told//$'\n'/ }. Check JAVA_HOME, the free memory and the limits (ulimit -a)."
  [[ ! $told =~ java\.specification\.version\ =\ ([^[:space:]]+) ]] || version=${BASH_REMATCH[1]}
  [[ $version == 17 ]] || fail "GQ-VAE requires Java 17, but $java has version ${version:-unknown}. Set JAVA_HOME to a JDK 17."
  export JAVA_HOME=${JAVA_HOME:-$(dirname -- "$(dirname -- "$(readlink -f -- "$java")")")}
}

# Makes an empty file and sets a variable to its name.
temporary_file() {
  local made
  made=$(mktemp 2> /dev/null) ||
    quit 1 "Cannot write to ${TMPDIR:-/tmp}. Free space there, or set TMPDIR to a directory that takes files."
  printf -v "$1" '%s' "$made"
}

# Runs Maven in the project quietly; prints its output when it fails.
maven() {
  local log status=0
  command -v mvn > /dev/null || fail "There is no mvn on the PATH. Install Maven to build $root."
  temporary_file log
  (cd -- "$root" && mvn -B -q -ntp "$@") > "$log" 2>&1 || status=$?
  if ((status != 0)); then
    cat -- "$log" >&2
    rm -f -- "$log"
    quit 1 "The build failed: mvn $* (in $root). See the lines above; it needs free space in $root and in ~/.m2."
  fi
  rm -f -- "$log"
}

# Runs a function while no other script does so in this project.
alone() {
  local lock
  exec {lock}< "$root/pom.xml"
  if ! flock --nonblock "$lock"; then
    echo "Waiting for another command that prepares this project ..." >&2
    flock "$lock"
  fi
  "$@"
  exec {lock}<&-
}

# Builds the jar when it is missing, cut off, or older than the sources.
build() {
  alone build_jar
}

build_jar() {
  local newer=""
  if [[ -e $jar && -e $libraries && $(tail -c 22 -- "$jar" | head -c 4) == $'PK\x05\x06' ]]; then # as a jar ends
    newer=$(find "$root/pom.xml" "$root"/{model,io,jobs}/pom.xml "$root"/{model,io,jobs}/src/main "$root"/jobs/src/spark* "$root/conf/demo.conf" -newer "$jar" -print -quit 2> /dev/null || true)
    [[ -n $newer ]] || return 0
  fi
  find_profile
  echo "Building jobs/target/gqvae.jar (about a minute) ..." >&2
  maven ${profile:+-P"$profile"} -Dmaven.test.skip=true package
  touch -- "$jar"
}

# Prints a version of libraries.properties: with which the jar is built.
built_with() {
  sed -n "s/^$1=//p" "$libraries"
}

# Sets profile to Maven's for the Spark of the last build, or of SPARK_HOME where there was none; empty is that for Spark 3.
find_profile() {
  profile=""
  if [[ -e $libraries ]]; then
    [[ $(built_with spark) != 4.* ]] || profile=spark4
  elif compgen -G "${SPARK_HOME:-}/jars/spark-core_*-4.*.jar" > /dev/null; then
    profile=spark4
  fi
}

# Sets SPARK_HOME, where it is not set, to the embedded one for the jar, which is assembled once; embedded tells whether it is that.
find_spark() {
  embedded=""
  [[ -e $libraries ]] || build
  if [[ -z ${SPARK_HOME:-} ]]; then
    embedded=yes
    SPARK_SCALA_VERSION=$(built_with scala)
    export SPARK_HOME=$root/target/spark-home SPARK_SCALA_VERSION
    alone assemble_spark
  elif [[ ! -x $SPARK_HOME/bin/spark-submit ]]; then
    fail "SPARK_HOME is $SPARK_HOME, but it has no bin/spark-submit. Set it to a Spark $(built_with spark) for Scala $(built_with scala), or unset it to use the embedded Spark."
  fi
}

assemble_spark() {
  local version
  version=$(built_with spark)
  if [[ $(cat -- "$SPARK_HOME/VERSION" 2> /dev/null) != "$version" ]]; then
    echo "Assembling Spark $version in target/spark-home (once) ..." >&2
    rm -rf -- "$SPARK_HOME"
    find_profile
    maven -N -Pspark-home"${profile:+,$profile}" package
    printf '%s\n' "$version" > "$SPARK_HOME/VERSION"
  fi
}

# Adds to jars what Spark lacks for paths that begin with s3a://.
find_s3() {
  local version
  version=$(built_with hadoop)
  if compgen -G "$SPARK_HOME/jars/hadoop-aws-*.jar" > /dev/null; then
    return
  fi
  [[ -e $SPARK_HOME/jars/hadoop-client-api-$version.jar ]] ||
    fail "s3a:// needs hadoop-aws in $SPARK_HOME/jars, in the version of hadoop-client-api there, which is not $version. Put it there with the AWS SDK that it requires."
  alone fetch_s3 "$version"
  jars+=$(printf ',%s' "$root"/target/s3/*.jar)
  jars=${jars#,}
}

fetch_s3() {
  if [[ $(cat -- "$root/target/s3/VERSION" 2> /dev/null) != "$1" ]]; then
    echo "Fetching the client of Amazon S3 to target/s3 (once) ..." >&2
    rm -rf -- "$root/target/s3"
    find_profile
    maven -N -Ps3"${profile:+-$profile,$profile}" package
    printf '%s\n' "$1" > "$root/target/s3/VERSION"
  fi
}

# Sets command to what runs a class of Spark with arguments. Spark's launcher tells it, and honours --driver-memory and opens
# what Java 17 closes: an empty word and a newline, then the words, each ended by NUL.
spark_command() {
  local words
  mapfile -d '' words < <("$java" -Xmx128m -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main "$@")
  ((${#words[@]} > 1)) || fail "Spark's launcher returned no command. Check that $SPARK_HOME/jars is complete."
  command=("${words[@]:1}")
  command[0]=${command[0]#$'\n'}
  command=("${command[0]}" -XX:+DisplayVMOutputToStderr "${command[@]:1}")
}

# Sets command to what runs the embedded Spark's spark-submit, with the jar on its class path: spark-submit would load it by itself,
# but an archive of classes holds those of the class path alone.
submit_command() {
  local i
  spark_command org.apache.spark.deploy.SparkSubmit "$@"
  for i in "${!command[@]}"; do
    case ${command[i]} in
      -cp) command[i + 1]+=:$jar ;;
      --add-modules=jdk.incubator.vector) unset "command[i]" ;; # of Spark 4, for products of its own; Java warns of it
    esac
  done
  command=("${command[@]}")
}

# Makes target/classes.jsa, once for each jar: the classes that a count loads, checked and laid out for the JVM, which then starts
# in two thirds of the time. Sets archived to a JVM's options; where there is no whole archive that fits, classes are loaded as usual.
share_classes() {
  alone archive_classes
}

quiet_archive=(-Xlog:cds=off -Xlog:cds+dynamic=off)

archive_classes() {
  local archive=$root/target/classes.jsa
  is_whole_archive "$archive" || make_archive "$archive"
  archived=()
  ! is_whole_archive "$archive" || archived=(-XX:SharedArchiveFile="$archive" -XX:+VerifySharedSpaces "${quiet_archive[@]}")
}

make_archive() {
  local made
  made=$(mktemp -d -- "$root/target/classes.XXXXXX" 2> /dev/null) || return 0 # where one may not write, commands go without
  echo "Preparing faster starts in target/classes.jsa (once) ..." >&2
  if count_for_archive "$made" > "$made/log" 2>&1 && stat -c %s -- "$made/classes.jsa" > "$1.size"; then
    mv -f -- "$made/classes.jsa" "$1"
  else
    { echo 0 > "$1.size" && : > "$1"; } 2> /dev/null || true # fits nothing, and is not tried again
  fi
  rm -rf -- "$made"
}

# Whether an archive is there that is newer than what it is of, and of its full length: a JVM crashes on one that was cut off.
is_whole_archive() {
  [[ $1 -nt $jar && $1 -nt $SPARK_HOME/VERSION && $(stat -c %s -- "$1") == "$(cat -- "$1.size" 2> /dev/null)" ]]
}

count_for_archive() {
  submit_command --properties-file "$root/conf/spark-local.conf" --master "local[1]" --class "$main" "$jar" \
    count --input "$root/README.md" --input-format text --output "$1/words"
  SPARK_LOCAL_IP=127.0.0.1 "${command[0]}" -XX:ArchiveClassesAtExit="$1/classes.jsa" "${quiet_archive[@]}" "${command[@]:1}" &&
    "$java" -Xshare:on -XX:SharedArchiveFile="$1/classes.jsa" -XX:+VerifySharedSpaces -cp "$(embedded_class_path)" -version
}

# Begins as that of spark-submit, as an archive requires; Spark 4 has SLF4J in front.
embedded_class_path() {
  local first=""
  [[ $(built_with spark) != 4.* ]] || first=$(compgen -G "$SPARK_HOME/jars/slf4j-api-*.jar"):
  printf '%s' "$SPARK_HOME/conf:$first$SPARK_HOME/jars/*:$jar"
}

# Runs a command of Java as a child, and ends as it ends. The child is not this process itself, so that the script can say why it
# ended where it could not: killed, crashed, or before GQ-VAE began, which removes the file of GQVAE_BEGINS. Signals are handed on;
# of two, from a terminal and from here, GQ-VAE takes the first. A killed script takes the child with it, where setpriv is there.
run_java() {
  local child begins status=0 passed=yes guard=()
  temporary_file begins
  export GQVAE_BEGINS=$begins
  ! setpriv --pdeathsig KILL true 2> /dev/null || guard=(setpriv --pdeathsig KILL)
  trap 'pass HUP' HUP
  trap 'pass INT' INT
  trap 'pass TERM' TERM
  (trap - HUP INT TERM && exec ${guard[@]+"${guard[@]}"} "$@") &
  child=$!
  while [[ -n $passed ]]; do
    passed=""
    status=0
    { wait "$child"; } 2> /dev/null || status=$? # without a line of bash on how it ended
  done
  local begun=yes
  [[ ! -e $begins ]] || begun=""
  rm -f -- "$begins"
  tell_end
  exit "$status"
}

pass() {
  passed=yes
  kill -s "$1" "$child" 2> /dev/null || true
}

# Says why a child of run_java ended, unless it has said so itself.
tell_end() {
  local again="what can be resumed goes on with --resume"
  case $status in
    137)
      quit 137 "The JVM was killed (SIGKILL), by someone or by the kernel for want of memory (see dmesg). Then take less by --driver-memory, or a machine or container with more; $again."
      ;;
    132 | 134 | 135 | 136 | 139)
      local report="" directory
      for directory in "$PWD" /tmp; do
        [[ ! -e $directory/hs_err_pid$child.log ]] || report=" Its report is $directory/hs_err_pid$child.log;"
      done
      quit "$status" "The JVM has crashed (SIG$(kill -l "$status")).$report $again."
      ;;
  esac
  [[ -z $begun ]] || return 0
  case $status in
    0) ;; # the driver is on a cluster
    129 | 130 | 143) quit "$status" "Stopped by SIG$(kill -l "$status"). Nothing was written; run the same line again." ;;
    *)
      quit "$status" "Spark or Java ended before the verb began (exit code $status): see the lines above. Check the options of spark-submit, the free memory and the limits (ulimit -a); if classes are missing, remove $jar."
      ;;
  esac
}

# Prints the process ids of the cluster's executors, also of those whose worker has died: each works in a directory of its own.
executors() {
  local process
  for process in $(find /proc -mindepth 2 -maxdepth 2 -name cwd -lname "$cluster/work/app-*" -printf '%h\n' 2> /dev/null || true); do
    if grep -qsz '^org.apache.spark.executor.CoarseGrainedExecutorBackend$' "$process/cmdline"; then
      echo "${process#/proc/}"
    fi
  done
}

# Whether a process runs; one that has ended and waits for its parent to notice does not.
runs() {
  [[ -e /proc/$1/exe ]]
}
