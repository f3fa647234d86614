@echo off
rem Runs JBang: the installed one, or one that Maven downloads once from Maven Central.
rem Usage: jbang.cmd binrun.java [ARGUMENT...]
rem With BINRUN_OFFLINE=true nothing is downloaded, neither JBang nor the libraries of the script.
rem No block in parentheses contains the value of a variable: C:\Program Files (x86) would end it.
setlocal EnableExtensions DisableDelayedExpansion

set "VERSION=0.132.1"
set "MAVEN_PLUGIN=org.apache.maven.plugins:maven-dependency-plugin:3.9.0"
set "CACHE=%BINRUN_CACHE%"
if not defined CACHE if defined XDG_CACHE_HOME set "CACHE=%XDG_CACHE_HOME%\binrun"
if not defined CACHE set "CACHE=%USERPROFILE%\.cache\binrun"
set "LIB=%CACHE%\jbang-%VERSION%"

set "JBANG_TYPED="
set "TYPED=%~0"
call :note_command %*

set "OFFLINE="
if not defined BINRUN_OFFLINE set "BINRUN_OFFLINE=false"
if "%BINRUN_OFFLINE%"=="true" set "OFFLINE=--offline"
if "%BINRUN_OFFLINE%"=="true" goto :find_jbang
if "%BINRUN_OFFLINE%"=="false" goto :find_jbang
set "MESSAGE=BINRUN_OFFLINE must be true or false, was "%BINRUN_OFFLINE%""
goto :fail

rem The first jbang on the PATH that is not this file or a copy of it.
:find_jbang
set "INSTALLED="
for /f "delims=" %%i in ('where jbang.cmd jbang.exe 2^>nul') do (
  if not defined INSTALLED fc /b "%%~fi" "%~f0" >nul 2>nul || set "INSTALLED=%%~fi"
)
if not defined INSTALLED goto :find_java
call "%INSTALLED%" %OFFLINE% %*
exit /b %ERRORLEVEL%

:find_java
if defined JAVA_HOME goto :java_home
set "JAVA=java"
where java >nul 2>nul && goto :find_lib
set "MESSAGE=no java on the PATH: install a JDK, 17 or newer, or set JAVA_HOME"
goto :fail

:java_home
set "JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%JAVA%" goto :find_lib
set "MESSAGE=JAVA_HOME must name a JDK, but there is no %JAVA%; correct or unset it"
goto :fail

:find_lib
rem Folders of wrappers that were killed at least a day ago.
forfiles /p "%CACHE%" /m jbang-new.* /d -1 /c "cmd /c rmdir /s /q @path" >nul 2>nul
if exist "%LIB%\" goto :run
set "MESSAGE=BINRUN_OFFLINE is true, and JBang %VERSION% is not in %CACHE%: run this once without BINRUN_OFFLINE, or install JBang (jbang.dev)"
if defined OFFLINE goto :fail
set "MESSAGE=no jbang and no mvn on the PATH, one of them is needed: install Maven, or JBang (jbang.dev)"
where mvn >nul 2>nul || goto :fail

rem Downloads to a new folder first, so that parallel starts never use an incomplete JBang.
set "NEW=%CACHE%\jbang-new.%RANDOM%%RANDOM%"
set "MESSAGE=BINRUN_CACHE must be a folder that can be written, but no folder can be made in %CACHE% (see above)"
mkdir "%NEW%" || goto :fail
>"%NEW%\pom.xml" (
  echo ^<project xmlns="http://maven.apache.org/POM/4.0.0"^>
  echo ^<modelVersion^>4.0.0^</modelVersion^>
  echo ^<groupId^>dev.binrun^</groupId^>^<artifactId^>jbang^</artifactId^>^<version^>1^</version^>^<packaging^>pom^</packaging^>
  echo ^<dependencies^>
  echo ^<dependency^>^<groupId^>dev.jbang^</groupId^>^<artifactId^>jbang-cli^</artifactId^>^<version^>%VERSION%^</version^>^</dependency^>
  echo ^</dependencies^>
  echo ^</project^>
)
>&2 echo Downloading JBang %VERSION% from Maven Central (once) ...
call mvn -q -B -C -f "%NEW%\pom.xml" %MAVEN_PLUGIN%:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=%NEW%\lib" >"%NEW%\log" 2>&1
if not errorlevel 1 goto :place
>&2 type "%NEW%\log"
rmdir /s /q "%NEW%"
set "MESSAGE=Maven could not download dev.jbang:jbang-cli:%VERSION% (see above): check the network and Maven's settings, or install JBang (jbang.dev)"
goto :fail

rem If another start was faster, move puts this copy into its folder. In each case the folder is complete.
:place
if not exist "%LIB%\" move "%NEW%\lib" "%LIB%" >nul 2>nul
rmdir /s /q "%NEW%"
set "MESSAGE=cannot write %LIB%"
if not exist "%LIB%\" goto :fail
if exist "%LIB%\lib\" rmdir /s /q "%LIB%\lib"

rem JBang prints the command to run and exits with 255. With any other exit code it has finished.
:run
set "COMMAND_FILE=%TEMP%\jbang-%RANDOM%%RANDOM%.tmp"
set "JBANG_RUNTIME_SHELL=cmd"
set "JBANG_NO_VERSION_CHECK=true"
set "JBANG_STDIN_NOTTY=true"
timeout /t 0 >nul 2>nul && set "JBANG_STDIN_NOTTY=false"
"%JAVA%" >"%COMMAND_FILE%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC %JBANG_JAVA_OPTIONS% -cp "%LIB%\*" dev.jbang.Main %OFFLINE% %*
set "STATUS=%ERRORLEVEL%"
if "%STATUS%"=="255" goto :command
type "%COMMAND_FILE%"
del /f /q "%COMMAND_FILE%"
if "%STATUS%"=="0" exit /b 0
if defined OFFLINE >&2 echo jbang: BINRUN_OFFLINE is true, so nothing was downloaded: if something is missing (see above), run this once without BINRUN_OFFLINE
exit /b %STATUS%

:command
set "COMMAND="
for /f "usebackq delims=" %%c in ("%COMMAND_FILE%") do if not defined COMMAND set "COMMAND=%%c"
del /f /q "%COMMAND_FILE%"
%COMMAND%
exit /b %ERRORLEVEL%

rem Notes the typed words up to the script, for the command that runs a scenario again.
:note_command
if "%~1"=="" exit /b 0
set "TYPED=%TYPED%|%~1"
if /i "%~x1"==".java" goto :noted
shift /1
goto :note_command

:noted
set "JBANG_TYPED=%TYPED%"
exit /b 0

:fail
setlocal EnableDelayedExpansion
>&2 echo jbang: !MESSAGE!
exit /b 1
