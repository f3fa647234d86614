@echo off
rem Runs JBang: the one that is installed, or else one that the machine's Maven brings from Maven Central, once.
rem Usage: jbang.cmd binrun.java [ARGUMENT...]
rem With BINRUN_OFFLINE=true nothing is downloaded, neither JBang nor what the script needs.
setlocal

set "VERSION=0.132.1"
set "MAVEN_PLUGIN=org.apache.maven.plugins:maven-dependency-plugin:3.9.0"
set "CACHE=%BINRUN_CACHE%"
if not defined CACHE if defined XDG_CACHE_HOME set "CACHE=%XDG_CACHE_HOME%\binrun"
if not defined CACHE set "CACHE=%USERPROFILE%\.cache\binrun"
set "LIB=%CACHE%\jbang-%VERSION%"

rem The words up to the script: by them a report says how to run a scenario again.
set "JBANG_TYPED="
if /i "%~x1"==".java" set "JBANG_TYPED=%~0|%~1"

set "OFFLINE="
if not defined BINRUN_OFFLINE set "BINRUN_OFFLINE=false"
if "%BINRUN_OFFLINE%"=="true" set "OFFLINE=--offline"
if not "%BINRUN_OFFLINE%"=="true" if not "%BINRUN_OFFLINE%"=="false" (
  echo jbang: BINRUN_OFFLINE must be true or false, was "%BINRUN_OFFLINE%" 1>&2
  exit /b 1
)

rem The first jbang on the PATH that is not this file.
set "INSTALLED="
for /f "delims=" %%i in ('where jbang.cmd jbang.exe 2^>nul') do (
  if not defined INSTALLED if /i not "%%~fi"=="%~f0" set "INSTALLED=%%~fi"
)
if defined INSTALLED (
  call "%INSTALLED%" %OFFLINE% %*
  goto :end
)

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%JAVA%" (
  echo jbang: JAVA_HOME must name a JDK, but there is no %JAVA%; correct or unset it 1>&2
  exit /b 1
)
if not defined JAVA_HOME (
  where java >nul 2>nul || (
    echo jbang: no java on the PATH: install a JDK, 17 or newer, or set JAVA_HOME 1>&2
    exit /b 1
  )
)
if exist "%LIB%\" goto :run
if defined OFFLINE (
  echo jbang: BINRUN_OFFLINE is true, and JBang %VERSION% is not in %CACHE%: run this once without BINRUN_OFFLINE, or install JBang ^(jbang.dev^) 1>&2
  exit /b 1
)

where mvn >nul 2>nul || (
  echo jbang: no jbang and no mvn on the PATH, one of them is needed: install Maven, or JBang ^(jbang.dev^) 1>&2
  exit /b 1
)
rem Folders of wrappers that were killed at least a day ago.
forfiles /p "%CACHE%" /m jbang-new.* /d -1 /c "cmd /c rmdir /s /q @path" >nul 2>nul
rem Into a folder of its own first, so that what is in place is whole, however many start at once.
set "NEW=%CACHE%\jbang-new.%RANDOM%%RANDOM%"
mkdir "%NEW%" || exit /b 1
> "%NEW%\pom.xml" (
  echo ^<project xmlns="http://maven.apache.org/POM/4.0.0"^>^<modelVersion^>4.0.0^</modelVersion^>
  echo ^<groupId^>dev.binrun^</groupId^>^<artifactId^>jbang^</artifactId^>^<version^>1^</version^>^<packaging^>pom^</packaging^>
  echo ^<dependencies^>^<dependency^>^<groupId^>dev.jbang^</groupId^>^<artifactId^>jbang-cli^</artifactId^>
  echo ^<version^>%VERSION%^</version^>^</dependency^>^</dependencies^>^</project^>
)
echo Bringing JBang %VERSION% from Maven Central (once) ... 1>&2
call mvn -q -B -C -f "%NEW%\pom.xml" %MAVEN_PLUGIN%:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=%NEW%\lib" 1>&2
if errorlevel 1 (
  rmdir /s /q "%NEW%"
  echo jbang: Maven could not bring dev.jbang:jbang-cli:%VERSION%: check the network and Maven's settings, or install JBang ^(jbang.dev^) 1>&2
  exit /b 1
)
if not exist "%LIB%\" move "%NEW%\lib" "%LIB%" >nul
rmdir /s /q "%NEW%"

rem JBang prints the command that it wants run and ends with 255; with any other exit code it is done.
:run
set "COMMAND_FILE=%TEMP%\jbang-%RANDOM%%RANDOM%.tmp"
set "JBANG_RUNTIME_SHELL=cmd"
set "JBANG_NO_VERSION_CHECK=true"
"%JAVA%" > "%COMMAND_FILE%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC %JBANG_JAVA_OPTIONS% -cp "%LIB%\*" dev.jbang.Main %OFFLINE% %*
set "STATUS=%ERRORLEVEL%"
if not "%STATUS%"=="255" (
  type "%COMMAND_FILE%"
  del /f /q "%COMMAND_FILE%"
  if not "%STATUS%"=="0" if defined OFFLINE echo jbang: BINRUN_OFFLINE is true, so nothing was downloaded: if something is missing, run this once without BINRUN_OFFLINE 1>&2
  exit /b %STATUS%
)
set "COMMAND="
for /f "usebackq delims=" %%c in ("%COMMAND_FILE%") do if not defined COMMAND set "COMMAND=%%c"
del /f /q "%COMMAND_FILE%"
%COMMAND%

:end
exit /b %ERRORLEVEL%
