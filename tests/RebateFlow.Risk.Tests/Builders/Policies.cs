using RebateFlow.GreenChannel;
using RebateFlow.Risk.Tests.Docs;

namespace RebateFlow.Risk.Tests.Builders;

/// <summary>Green-channel policies that come with the program.</summary>
public static class Policies
{
    public static ChannelPolicy Newest { get; } =
        Directory
            .EnumerateFiles(
                Path.Combine(RulesDocument.Root, "seeds", "green-channel-policies"),
                "*.json"
            )
            .Order(StringComparer.Ordinal)
            .Select(file => ChannelPolicy.Parse(File.ReadAllText(file)))
            .Last();
}
