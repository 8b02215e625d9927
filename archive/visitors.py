"""From where somebody asks, for limits only: whoever is not believed cannot choose it."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """The address that asks, as far as it can be believed; None where it cannot be read.

    Each of settings.PROXIES proxies appends to X-Forwarded-For who asked it, so the visitor stands that many
    from the right; what stands further left, the visitor may have written. Of IPv6 it is the network: one
    connection has all 2**64 addresses of a /64.
    """
    said = request.META.get("HTTP_X_FORWARDED_FOR") if settings.PROXIES else None
    hops = said.split(",") if said else [request.META.get("REMOTE_ADDR", "")]
    try:
        address = ip_address(hops[-min(settings.PROXIES or 1, len(hops))].strip())
    except ValueError:
        return None
    return str(ip_network((address, 64), strict=False).network_address if address.version == 6 else address)
