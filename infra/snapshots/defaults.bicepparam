// What the button deploys when nothing but the resource group is chosen.
using '../main.bicep'
