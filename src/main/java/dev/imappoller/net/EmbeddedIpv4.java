package dev.imappoller.net;

/** The ways in which an IPv6 address carries an IPv4 address, which is where a packet for it ends. */
enum EmbeddedIpv4 {
    /** ::ffff:0:0/96 (RFC 4291, section 2.5.5.2). */
    MAPPED(12, true, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff),
    /** 64:ff9b::/96 (RFC 6052). */
    NAT64(12, true, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0),
    /** The first of 64:ff9b:1::/48 (RFC 8215): in the others the address may stand elsewhere. */
    LOCAL_NAT64(12, false, 0, 0x64, 0xff, 0x9b, 0, 1, 0, 0, 0, 0, 0, 0),
    /** 2002::/16 (RFC 3056). */
    SIX_TO_FOUR(2, false, 0x20, 0x02),
    /** ::/96, without :: and ::1 (RFC 4291, section 2.5.5.1). */
    COMPATIBLE(12, false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) {
        @Override
        boolean isIn(byte[] address) {
            return super.isIn(address) && (address[12] != 0 || address[13] != 0 || address[14] != 0);
        }
    },
    /** 0000:5efe or 0200:5efe in the interface's half (RFC 5214, section 6.1). */
    ISATAP(12, false) {
        @Override
        boolean isIn(byte[] address) {
            return (address[8] & 0xfd) == 0 && address[9] == 0 && address[10] == 0x5e && (address[11] & 0xff) == 0xfe;
        }
    };

    private final int at;
    private final boolean leadsToIt;
    private final String prefix;

    EmbeddedIpv4(int at, boolean leadsToIt, int... prefix) {
        this.at = at;
        this.leadsToIt = leadsToIt;
        this.prefix = new String(prefix, 0, prefix.length);
    }

    /** Where in the address it stands, in octets. */
    int at() {
        return at;
    }

    /** Whether a public IPv4 address makes the whole one public, too. */
    boolean leadsToIt() {
        return leadsToIt;
    }

    /** Whether an address of 16 octets is of this form. */
    boolean isIn(byte[] address) {
        for (int i = 0; i < prefix.length(); i++) {
            if ((address[i] & 0xff) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
