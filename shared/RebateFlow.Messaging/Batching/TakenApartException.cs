namespace RebateFlow.Messaging.Batching;

/// <summary>
/// Thrown by a group consumer before it changes anything: these messages do not go together, so
/// each is to be consumed alone.
/// </summary>
public sealed class TakenApartException(string why) : Exception(why);
