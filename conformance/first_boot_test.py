"""docs/first-boot.md, as an administrator who follows it types it: on a new server, with OpenSSH's
client and a real mail server, to which the invitation has come in the end.

  python3 conformance/first_boot_test.py
"""

import unittest

from mail_test import Mailbox, mail_server
from page_examples import check_page
from real_server import PASSWORD, RealServer, free_port, wait_for
from ssh_server import shell_clients


class FirstBoot(unittest.TestCase):
    def test_examples(self):
        mailbox = Mailbox()
        with mail_server(mailbox) as mail, RealServer() as server:
            check_page(self, "first-boot.md",
                       f"cd {server.folder}; data={server.data}; address={server.host}; "
                       f"web={server.port}; ssh={free_port()}; scheduler={free_port()}; "
                       f"mail={mail}; login='admin:{PASSWORD}'\n" + shell_clients(server.folder),
                       least=22)
            wait_for(lambda: mailbox.mails)
            self.assertEqual(mailbox.mails[0]["To"], "bob@example.com")
            self.assertEqual(mailbox.mails[0]["Subject"], "Review")


if __name__ == "__main__":
    unittest.main()
