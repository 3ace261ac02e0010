using RebateFlow.Integration.Tests;

[assembly: AssemblyFixture(typeof(Servers))]
[assembly: AssemblyFixture(typeof(SharedInstallation))]
