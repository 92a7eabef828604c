"""Which addresses the server may ask by itself: the public web, and of private networks only what is allowed."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LOCAL = frozenset(("127.0.0.1", "::1", "localhost"))
# What lies inside a cloud although the registries call it public: what answers there tells secrets of the machine.
_CLOUDS = ("168.63.129.16/32",)
# The special-purpose registries of IANA (RFC 6890 and what came since), in full: what Python knows of them differs
# between its versions. Networks that carry others stand below and are judged by what they carry.
_SPECIAL_4 = (
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
    *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
    *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
    *("224.0.0.0/4", "240.0.0.0/4"),
)
_SPECIAL_6 = (
    *("64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001:db8::/32", "2620:4f:8000::/48"),
    *("3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
)
_CLOSED: tuple[Network, ...] = tuple(map(ipaddress.ip_network, (*_CLOUDS, *_SPECIAL_4, *_SPECIAL_6)))
_UNICAST = ipaddress.IPv6Network("2000::/3")  # all that is given out of IPv6
# IPv6 addresses that carry one of IPv4 in their last 32 bits: NAT64, and the old "compatible" ones.
_CARRIERS = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "::/96")))


@dataclass(frozen=True)
class Guard:
    """Which addresses may be asked although they are not public."""

    allow: tuple[Network, ...] = ()

    def takes(self, address: Address) -> bool:
        """Whether the server may connect to this address."""
        if any(address in network for network in self.allow if network.version == address.version):
            return True
        inner = carried(address)
        if inner is not None:
            return self.takes(inner)
        return is_public(address)


def ranges(text: str) -> tuple[Network, ...]:
    """The networks of `10.1.0.0/16, 192.168.7.4`. ValueError."""
    parts = text.replace(",", " ").split()
    return tuple(ipaddress.ip_network(part) for part in parts)


def carried(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if any(address in network for network in _CARRIERS):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def is_public(address: Address) -> bool:
    """Whether the address is one of the public web: of no special purpose to anybody, and given out at all."""
    if address.version == 6 and address not in _UNICAST:
        return False
    closed = any(address in network for network in _CLOSED if network.version == address.version)
    return address.is_global and not closed


def is_secure(url: str) -> bool:
    """Whether an address can be trusted with secrets: https, or http on this machine; no query, no fragment."""
    parts = urlsplit(url)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
    return bool(secure and parts.hostname and not (parts.query or parts.fragment or parts.username))
