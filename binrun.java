///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.junit:junit-bom:5.12.2@pom
//DEPS io.nats:jnats:2.26.2
//DEPS org.yaml:snakeyaml:2.7
//DEPS org.awaitility:awaitility:4.3.0
//DEPS com.google.code.gson:gson:2.15.0
//DEPS org.apache.commons:commons-compress:1.28.0
//DEPS info.picocli:picocli:4.7.7
//DEPS org.webjars.npm:lit-html:3.3.1
//DEPS org.webjars.npm:uplot:1.6.30
//DEPS org.apiguardian:apiguardian-api:1.1.2
//DEPS org.junit.jupiter:junit-jupiter:5.12.2
//DEPS org.junit.platform:junit-platform-launcher:1.12.2
//CDS
// all packages but those in junit, which need the frameworks that they are for
//SOURCES src/main/java/dev/binrun/[!j]*/**.java
//SOURCES src/main/java/dev/binrun/j*/*.java
//FILES dev/binrun/cli/demo/orders.yaml=src/main/resources/dev/binrun/cli/demo/orders.yaml
//FILES dev/binrun/cli/demo/rolling.yaml=src/main/resources/dev/binrun/cli/demo/rolling.yaml
//FILES dev/binrun/cli/demo/sessions.yaml=src/main/resources/dev/binrun/cli/demo/sessions.yaml
//FILES dev/binrun/cli/demo/work-queue.yaml=src/main/resources/dev/binrun/cli/demo/work-queue.yaml
//FILES dev/binrun/cli/first-project/OrderScenariosTest.java=src/main/resources/dev/binrun/cli/first-project/OrderScenariosTest.java
//FILES dev/binrun/cli/first-project/OrdersTest.java=src/main/resources/dev/binrun/cli/first-project/OrdersTest.java
//FILES dev/binrun/cli/first-project/first.yaml=src/main/resources/dev/binrun/cli/first-project/first.yaml
//FILES dev/binrun/cli/first-project/pom.xml=src/main/resources/dev/binrun/cli/first-project/pom.xml
//FILES dev/binrun/page/actions.js=src/main/resources/dev/binrun/page/actions.js
//FILES dev/binrun/page/charts.js=src/main/resources/dev/binrun/page/charts.js
//FILES dev/binrun/page/format.js=src/main/resources/dev/binrun/page/format.js
//FILES dev/binrun/page/graph.js=src/main/resources/dev/binrun/page/graph.js
//FILES dev/binrun/page/icon.svg=src/main/resources/dev/binrun/page/icon.svg
//FILES dev/binrun/page/index.html=src/main/resources/dev/binrun/page/index.html
//FILES dev/binrun/page/messages.js=src/main/resources/dev/binrun/page/messages.js
//FILES dev/binrun/page/page.css=src/main/resources/dev/binrun/page/page.css
//FILES dev/binrun/page/page.js=src/main/resources/dev/binrun/page/page.js
//FILES dev/binrun/page/rates.js=src/main/resources/dev/binrun/page/rates.js
//FILES dev/binrun/page/tables.js=src/main/resources/dev/binrun/page/tables.js
//FILES dev/binrun/page/tail.js=src/main/resources/dev/binrun/page/tail.js
//FILES dev/binrun/report/report.css=src/main/resources/dev/binrun/report/report.css
//FILES dev/binrun/report/report.js=src/main/resources/dev/binrun/report/report.js
//COMPILE_OPTIONS -encoding UTF-8 -XDstringConcat=inline -proc:none
//COMPILE_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC
//JAVA_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//JAVA_OPTIONS -Xlog:os+thread=off -Xlog:cds*=off
//JAVA_OPTIONS -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8

class binrun {
    public static void main(String... args) {
        dev.binrun.cli.Main.main(args);
    }
}
