using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace RebateFlow.Testing.Servers;

/// <summary>
/// Stands in front of a server and can take it away: <see cref="Cut"/> breaks every connection and
/// refuses new ones, <see cref="Restore"/> lets them through again. The server itself stays up, so
/// tests can share it.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly DnsEndPoint target;
    private readonly ConcurrentDictionary<Socket, bool> open = new();
    private Socket? listener;
    private volatile int silences;
    private volatile bool hangs;

    public TcpProxy(string host, int port)
    {
        target = new DnsEndPoint(host, port);
        listener = Listen(0);
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
    }

    /// <summary>Port on the loopback address; the same after a cut.</summary>
    public int Port { get; }

    /// <summary>The server is gone: connections break, new ones are refused.</summary>
    public void Cut()
    {
        Interlocked.Exchange(ref listener, null)?.Dispose();
        foreach (var socket in open.Keys)
            Reset(socket);
    }

    /// <summary>The server is back.</summary>
    public void Restore()
    {
        if (hangs)
        {
            Cut();
            hangs = false;
        }
        listener ??= Listen(Port);
    }

    /// <summary>
    /// The connections of now stay open and carry nothing any more, as after a router lost its
    /// table; new ones work.
    /// </summary>
    public void Silence() => Interlocked.Increment(ref silences);

    /// <summary>
    /// Every connection is taken and carries nothing until <see cref="Restore"/>, as with a server
    /// that hangs.
    /// </summary>
    public void Hang()
    {
        hangs = true;
        Silence();
    }

    public ValueTask DisposeAsync()
    {
        Cut();
        return ValueTask.CompletedTask;
    }

    private Socket Listen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen(256);
        _ = AcceptAsync(socket);
        return socket;
    }

    private async Task AcceptAsync(Socket socket)
    {
        try
        {
            while (true)
                _ = CarryAsync(await socket.AcceptAsync());
        }
        catch (Exception end) when (IsEndOfConnection(end))
        {
            // Cut: nobody gets in any more.
        }
    }

    private async Task CarryAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        open[client] = open[server] = true;
        try
        {
            client.NoDelay = server.NoDelay = true;
            await server.ConnectAsync(target);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (Exception end) when (IsEndOfConnection(end))
        {
            // One side is gone, so the other one goes too.
        }
        finally
        {
            Reset(client);
            Reset(server);
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var heard = silences;
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                for (var sent = 0; sent < read && heard == silences && !hangs; )
                    sent += await to.SendAsync(buffer.AsMemory(sent..read));
            }
        }
        catch (Exception end) when (IsEndOfConnection(end))
        {
            // The caller closes both sides.
        }
    }

    /// <summary>Closes without a farewell, as a machine does that lost its power.</summary>
    private void Reset(Socket socket)
    {
        if (!open.TryRemove(socket, out _))
            return;
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    private static bool IsEndOfConnection(Exception fault) =>
        fault is SocketException or ObjectDisposedException or OperationCanceledException;
}
