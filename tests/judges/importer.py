"""WordPress's own importer and exporter, asked from inside a real WordPress.

The importer is a plugin under the GPL and no part of this project: NEWSROOM_WP_IMPORTER names the
folder that holds it (``wordpress-importer.php`` and what it includes).
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.judges.wordpress import RealWordPress

_IMPORT = """
define('WP_LOAD_IMPORTERS', true);
require_once ABSPATH . 'wp-admin/includes/admin.php';
require_once %(plugin)s;
wp_set_current_user(1);
// A WordPress fetches from no port but the usual ones; the pictures are served from another.
add_filter('http_allowed_safe_ports', function ($ports) { $ports[] = %(port)d; return $ports; });
$importer = new WP_Import();
$importer->fetch_attachments = true;
// As its form says it where every author is left to be made anew.
$found = $importer->parse(%(file)s);
$_POST['imported_authors'] = array_map('strval', array_keys($found['authors']));
ob_start();
$importer->import(%(file)s);
return html_entity_decode(wp_strip_all_tags(str_replace('<br />', "\\n", ob_get_clean())));
"""

_ALL = """
foreach (['wptexturize', 'convert_smilies', 'capital_P_dangit'] as $lovely) {
  remove_filter('the_content', $lovely, $lovely == 'convert_smilies' ? 20 : 10);
}
remove_filter('the_content', 'capital_P_dangit', 11);
$asked = ['post_type' => ['post', 'attachment'], 'post_status' => 'any', 'numberposts' => -1];
return array_map(function ($p) { return [
  'id' => $p->ID, 'type' => $p->post_type, 'status' => $p->post_status,
  'title' => $p->post_title, 'slug' => urldecode($p->post_name),
  'local' => $p->post_date, 'gmt' => $p->post_date_gmt,
  'content' => $p->post_content, 'excerpt' => $p->post_excerpt,
  'author' => get_user_by('id', $p->post_author)->display_name,
  'shown' => apply_filters('the_content', $p->post_content),
  'sections' => wp_get_post_terms($p->ID, 'category', ['fields' => 'names']),
  'tags' => wp_get_post_terms($p->ID, 'post_tag', ['fields' => 'names']),
  'lead' => (int) get_post_thumbnail_id($p->ID),
  'alt' => get_post_meta($p->ID, '_wp_attachment_image_alt', true),
  'address' => $p->post_type == 'attachment' ? wp_get_attachment_url($p->ID) : '',
  'sha256' => $p->post_type == 'attachment' ? hash_file('sha256', get_attached_file($p->ID)) : '',
]; }, get_posts($asked));
"""

_USERS = """
return array_map(function ($u) { return [
  'login' => $u->user_login, 'mail' => $u->user_email, 'name' => $u->display_name,
  'first' => $u->first_name, 'last' => $u->last_name,
]; }, get_users());
"""

_EXPORT = """
require_once ABSPATH . 'wp-admin/includes/export.php';
wp_set_current_user(1);
ob_start();
@export_wp();  // it sends headers, too
return ob_get_clean();
"""


def plugin() -> Path | None:
    """The importer's main file, None where nobody says where it is."""
    folder = os.environ.get("NEWSROOM_WP_IMPORTER")
    return Path(folder).resolve() / "wordpress-importer.php" if folder else None


def bring(there: RealWordPress, file: Path, port: int) -> str:
    """Import a file as an administrator does who ticks all; what the importer said of it."""
    main = plugin()
    assert main is not None
    code = _IMPORT % {
        "plugin": json.dumps(str(main)), "file": json.dumps(str(file)), "port": port,
    }  # fmt: skip
    return str(there.php(code))


def everything(there: RealWordPress) -> list[dict[str, Any]]:
    """Every post and picture that stands there."""
    found = there.php(_ALL)
    assert isinstance(found, list)
    return found


def people(there: RealWordPress) -> dict[str, dict[str, str]]:
    """Who may log in there, by name."""
    found = there.php(_USERS)
    assert isinstance(found, list)
    return {one["name"]: one for one in found}


def exported(there: RealWordPress) -> str:
    """What Tools, Export gives there."""
    return str(there.php(_EXPORT))


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """The port of this computer at which the folder's files are fetched."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""
