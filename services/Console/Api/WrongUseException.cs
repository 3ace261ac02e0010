namespace RebateFlow.Console.Api;

/// <summary>The words after the program's name ask for nothing that there is.</summary>
/// <param name="usage">One line for a person: what would be understood.</param>
public sealed class WrongUseException(string usage) : Exception(usage);
