using System.Net;
using System.Net.Sockets;

namespace RebateFlow.Intake.Webhooks;

/// <summary>Which addresses are in the public network. Pure.</summary>
public static class TargetAddresses
{
    // IANA's registries of special-purpose addresses: what is not globally reachable, and what
    // leads to another address that was not checked (6to4, Teredo).
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "2620:4f:8000::/48",
            "3fff::/20",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    // All that is handed out to the public network of IPv6. Loopback, link-local, unique local,
    // multicast, mapped IPv4 and NAT64 stand outside of it.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Whether a request may go to this address.</summary>
    public static bool IsPublic(IPAddress address) =>
        (
            address.AddressFamily == AddressFamily.InterNetwork
            || (
                address.AddressFamily == AddressFamily.InterNetworkV6
                && GlobalUnicast.Contains(address)
            )
        ) && !Array.Exists(Special, network => network.Contains(address));
}
