using System.Net;

namespace RebateFlow.Intake.Webhooks;

/// <summary>All addresses behind a host's name, in the order to try them.</summary>
/// <exception cref="System.Net.Sockets.SocketException">There is no such name.</exception>
public delegate Task<IPAddress[]> TargetLookup(string host, CancellationToken cancel);
