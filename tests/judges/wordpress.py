"""A real WordPress for one test: Debian's, on PHP's own server, over a throw-away MariaDB.

Everything lies in one folder, the database is reached by a socket in it, and nothing is asked of
any network. What Debian installed is copied, never changed.
"""

from __future__ import annotations

import getpass
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

SOURCE = Path("/usr/share/wordpress")
NEEDED = {
    "mariadbd": "mariadb-server",
    "mariadb-install-db": "mariadb-server",
    "php": "php-cli php-mysql php-gd php-xml",
}
"""Programs, and the Debian packages that they come in."""

SECONDS = 60  # for a server to answer; a slow machine needs ten

CONFIG = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:%(socket)s'); define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
  define($name . '_KEY', 'only here'); define($name . '_SALT', 'and for one test');
}
$table_prefix = 'wp_';
define('WP_SITEURL', '%(url)s'); define('WP_HOME', '%(url)s');
define('WP_ENVIRONMENT_TYPE', 'local');  // application passwords without https
define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true); define('WP_DEBUG', false);
if (!defined('ABSPATH')) { define('ABSPATH', __DIR__ . '/'); }
require_once ABSPATH . 'wp-settings.php';
"""

THEME = {
    "style.css": "/* Theme Name: Plain */",
    "index.php": """<?php
while (have_posts()) { the_post(); echo '<h1>'; the_title(); echo '</h1>'; the_content(); }
if (is_404()) { echo 'Nothing is here.'; }
""",
}
"""Debian ships its themes apart; this one shows what there is."""

INSTALL = """<?php
define('WP_INSTALLING', true);
function wp_mail(...$words) { return true; }
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('The Harbour Post', 'desk', 'desk@harbour.example', true, '', 'not asked for here');
update_option('permalink_structure', '/%%postname%%/');
update_option('template', 'plain'); update_option('stylesheet', 'plain');
update_option('timezone_string', 'Asia/Tehran');
$ana = wp_insert_user(['user_login' => 'ana', 'user_email' => 'ana@harbour.example',
  'display_name' => 'Ana L.', 'user_pass' => 'not asked for here', 'role' => 'author']);
list($password) = WP_Application_Passwords::create_new_application_password(
  1, ['name' => 'newsroom']);
echo json_encode(['password' => $password, 'ana' => $ana, 'version' => $wp_version]);
"""


@dataclass(frozen=True)
class RealWordPress:
    """A WordPress that answers."""

    url: str
    user: str
    password: str
    ana: int  # the author's number there
    version: str
    folder: Path

    def php(self, code: str) -> object:
        """What PHP code inside that WordPress gives, as JSON."""
        script = self.folder / "asked.php"
        head = "<?php require __DIR__ . '/wp-load.php'; echo json_encode((function () {"
        script.write_text(f"{head} {code} }})());", "utf-8")
        return json.loads(run_php(script))


def absent() -> str:
    """The Debian packages that are missing, "" where it can run."""
    missing = {package for name, package in NEEDED.items() if not program(name)}
    if not SOURCE.is_dir():
        missing.add("wordpress")
    return " ".join(sorted(missing))


def program(name: str) -> str | None:
    """Where a program is; servers do not lie on everybody's path."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/bin")


@contextmanager
def running(folder: Path) -> Iterator[RealWordPress]:
    """A WordPress in the folder, installed and with an application password."""
    with database(folder) as place, port() as number:
        url = f"http://127.0.0.1:{number}"
        site = folder / "site"
        shutil.copytree(SOURCE, site, ignore=shutil.ignore_patterns("wp-config.php", "languages"))
        (site / "wp-content" / "uploads").mkdir(exist_ok=True)
        theme = site / "wp-content" / "themes" / "plain"
        theme.mkdir(parents=True, exist_ok=True)
        for name, text in THEME.items():
            (theme / name).write_text(text, "utf-8")
        (site / "wp-config.php").write_text(CONFIG % {"socket": place, "url": url}, "utf-8")
        script = site / "install-once.php"
        script.write_text(INSTALL.replace("%%", "%"), "utf-8")
        told = json.loads(run_php(script).splitlines()[-1])
        script.unlink()
        server = subprocess.Popen(
            ["php", "-q", "-S", f"127.0.0.1:{number}", "-t", str(site)],
            cwd=site,
            # One process: workers of PHP's server outlive it when it is ended.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(f"{url}/wp-json/")
            yield RealWordPress(url=url, user="desk", folder=site, **told)
        finally:
            end(server)


@contextmanager
def database(folder: Path) -> Iterator[Path]:
    """A MariaDB in the folder, by the socket that this gives."""
    data, place = folder / "data", folder / "db.sock"
    me = getpass.getuser()
    subprocess.run(
        [str(program("mariadb-install-db")), "--no-defaults", f"--datadir={data}",
         "--auth-root-authentication-method=normal", "--skip-test-db", f"--user={me}"],
        check=True, capture_output=True, timeout=SECONDS * 2,
    )  # fmt: skip
    server = subprocess.Popen(
        [str(program("mariadbd")), "--no-defaults", f"--datadir={data}", f"--socket={place}",
         "--skip-networking", f"--user={me}", f"--pid-file={folder / 'db.pid'}",
         "--innodb-buffer-pool-size=32M", "--innodb-flush-log-at-trx-commit=0"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        code = "new mysqli('localhost', 'root', '', '', 0, $argv[1])"
        make = f"<?php mysqli_report(MYSQLI_REPORT_OFF); $d = @{code}; if ($d->connect_errno) "
        make += "exit(1); $d->query('CREATE DATABASE wordpress CHARACTER SET utf8mb4');"
        script = folder / "make.php"
        script.write_text(make, "utf-8")
        deadline = time.monotonic() + SECONDS
        while subprocess.run(["php", "-q", str(script), str(place)], check=False).returncode:
            assert time.monotonic() < deadline, "the database did not start"
            assert server.poll() is None, "the database ended"
            time.sleep(0.2)
        yield place
    finally:
        end(server)


def run_php(script: Path) -> str:
    """What a script prints."""
    done = subprocess.run(
        ["php", "-q", str(script)], capture_output=True, encoding="utf-8", timeout=SECONDS * 2
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def port() -> Iterator[int]:
    """A port of this computer that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    yield number


def wait_for(url: str) -> None:
    """Until something answers there."""
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            with urlopen(url, timeout=SECONDS) as answer:
                assert answer.status == 200
                return
        except (URLError, ConnectionError):
            assert time.monotonic() < deadline, f"{url} does not answer"
            time.sleep(0.2)


def end(server: subprocess.Popen[bytes]) -> None:
    """End a server that was started here, with what it started."""
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
