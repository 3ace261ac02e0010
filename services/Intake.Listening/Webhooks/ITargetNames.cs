using System.Net;

namespace RebateFlow.Intake.Webhooks;

/// <summary>Finds the addresses behind a name.</summary>
public interface ITargetNames
{
    /// <summary>All of them, in the order to try them.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">There is no such name.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel);
}

/// <summary>As the system finds them.</summary>
public sealed class SystemTargetNames : ITargetNames
{
    /// <inheritdoc/>
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel) =>
        Dns.GetHostAddressesAsync(host, cancel);
}
