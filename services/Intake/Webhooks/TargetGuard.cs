using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace RebateFlow.Intake.Webhooks;

/// <summary>Why a target is refused.</summary>
public enum TargetFault
{
    /// <summary>No absolute https address, too long, or with user, password or fragment.</summary>
    NotHttps,

    /// <summary>Its name has no address.</summary>
    NameUnknown,

    /// <summary>An address of it is not in the public network.</summary>
    NotPublic,
}

/// <summary>
/// Keeps webhooks out of private networks: when a target is registered, and again when a connection
/// to it is made, since a name may lead elsewhere by then (DNS rebinding). Only checked addresses
/// are connected to, and a name with one address that is not public is refused.
/// </summary>
public sealed class TargetGuard(TargetLookup lookup, IOptions<WebhookSettings> settings)
{
    private const int LongestUrl = 2_048;

    private static readonly HashSet<string> LoopbackHosts = new(StringComparer.OrdinalIgnoreCase)
    {
        "localhost",
        "127.0.0.1",
        "::1",
        "[::1]",
    };

    /// <summary>Null when the target can be registered.</summary>
    public async Task<TargetFault?> CheckAsync(string url, CancellationToken cancel)
    {
        if (
            url.Length > LongestUrl
            || !Uri.TryCreate(url, UriKind.Absolute, out var target)
            || target.UserInfo.Length > 0
            || target.Fragment.Length > 0
            || !IsSchemeAllowed(target)
        )
            return TargetFault.NotHttps;
        try
        {
            await ResolveAsync(target.IdnHost, cancel);
            return null;
        }
        catch (TargetRefusedException)
        {
            return TargetFault.NotPublic;
        }
        catch (SocketException)
        {
            return TargetFault.NameUnknown;
        }
    }

    /// <summary>Connects to a target, for the HTTP client.</summary>
    /// <exception cref="TargetRefusedException">
    /// Its name leads to a private address now.
    /// </exception>
    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancel
    )
    {
        var addresses = await ResolveAsync(context.DnsEndPoint.Host, cancel);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await lookup(host, cancel);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        return Array.TrueForAll(addresses, address => IsAllowed(host, address))
            ? addresses
            : throw new TargetRefusedException();
    }

    private bool IsSchemeAllowed(Uri target) =>
        target.Scheme == Uri.UriSchemeHttps
        || (target.Scheme == Uri.UriSchemeHttp && IsLoopbackAllowed(target.IdnHost));

    private bool IsAllowed(string host, IPAddress address) =>
        TargetAddresses.IsPublic(address)
        || (IPAddress.IsLoopback(address) && IsLoopbackAllowed(host));

    private bool IsLoopbackAllowed(string host) =>
        settings.Value.AllowLoopback && LoopbackHosts.Contains(host);
}

/// <summary>A target's name leads to an address that is not public.</summary>
public sealed class TargetRefusedException()
    : Exception("The target leads to an address that is not in the public network.");
