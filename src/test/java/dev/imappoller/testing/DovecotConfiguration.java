package dev.imappoller.testing;

import java.net.URI;
import java.nio.file.Path;

/** The configuration of a private Dovecot (2.3) that runs as one unprivileged user. */
final class DovecotConfiguration {

    private DovecotConfiguration() {}

    /** Who is asked whether an access token is good (RFC 7662), and whose it is. */
    static String oauth2(URI introspection) {
        return """
                introspection_url = INTROSPECTION
                introspection_mode = post
                username_attribute = username
                active_attribute = active
                active_value = true
                """.replace("INTROSPECTION", introspection.toString());
    }

    /** All files are within the directory; without a port for implicit TLS (0) there is no STARTTLS either. */
    static String text(Path directory, String user, String group, int imapPort, int imapsPort) {
        String tls = imapsPort == 0 ? "ssl = no\n" : """
                ssl = yes
                ssl_cert = <DIRECTORY/cert.pem
                ssl_key = <DIRECTORY/key.pem
                """;
        String text = tls + COMMON;
        // The directory last: its name may hold any of the other words.
        return text.replace("USER", user)
                .replace("GROUP", group)
                .replace("IMAP_PORT", Integer.toString(imapPort))
                .replace("IMAPS_PORT", Integer.toString(imapsPort))
                .replace("DIRECTORY", directory.toString());
    }

    /**
     * Mailboxes are read-only where a file {@code dovecot-acl} in them says so: that is the acl plugin. Without the
     * penalty listener a wrong password doesn't slow down the next login from the same address.
     */
    private static final String COMMON = """
            base_dir = DIRECTORY/run
            state_dir = DIRECTORY/run
            log_path = DIRECTORY/dovecot.log
            protocols = imap
            listen = 127.0.0.1
            disable_plaintext_auth = no
            auth_mechanisms = plain login xoauth2
            auth_failure_delay = 0
            mail_max_userip_connections = 100
            default_internal_user = USER
            default_internal_group = GROUP
            default_login_user = USER
            mail_location = maildir:DIRECTORY/mail/%u
            mail_fsync = never
            mail_plugins = acl
            plugin {
              acl = vfile
            }
            passdb {
              driver = oauth2
              mechanisms = xoauth2 oauthbearer
              args = DIRECTORY/oauth2.conf
            }
            passdb {
              driver = static
              mechanisms = plain login
              args = password=secret
            }
            userdb {
              driver = static
              args = uid=USER gid=GROUP home=DIRECTORY/home/%u
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = IMAP_PORT
              }
              inet_listener imaps {
                port = IMAPS_PORT
                ssl = yes
              }
            }
            service anvil {
              chroot =
              unix_listener anvil-auth-penalty {
                mode = 0
              }
            }
            service stats {
              chroot =
            }
            """;
}
